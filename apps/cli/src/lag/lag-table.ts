import type { ViewsResponse } from '@trine/contracts';
import Table from 'cli-table3';

type View = ViewsResponse['views'][number];

/** A row per partition, a column per view: events behind, and how old the oldest of them is. */
export function lagTable({ views }: ViewsResponse): string {
  const table = new Table({
    head: ['partition', ...views.map(({ name }) => name)],
    colAligns: views.map(() => 'right' as const),
    style: { head: [], border: [] },
  });
  const partitions = new Set(views.flatMap((view) => view.partitions.map(({ partition }) => partition)));
  for (const partition of [...partitions].sort((a, b) => a - b)) {
    table.push([String(partition), ...views.map((view) => partitionLag(view, partition))]);
  }
  table.push(['total', ...views.map(({ lagEvents, lagMs }) => told(lagEvents, lagMs))]);
  table.push(['parked', ...views.map(({ parked }) => String(parked))]);
  return table.toString();
}

function partitionLag({ partitions }: View, partition: number): string {
  const found = partitions.find((each) => each.partition === partition);
  return found === undefined ? '?' : told(found.head - found.applied, found.ageMs);
}

function told(events: number, ageMs: number): string {
  return events === 0 ? '0' : `${events} (${ageMs} ms)`;
}
