import type { ViewsResponse } from '@trine/contracts';
import Table from 'cli-table3';

type View = ViewsResponse['views'][number];

/** A row per partition, a column per view: events behind, and how old the oldest of them is. */
export function lagTable({ views }: ViewsResponse): string {
  const table = new Table({
    head: ['partition', ...views.map(nameOf)],
    colAligns: ['left', ...views.map(() => 'right' as const)],
    // Without lines between rows it fits a terminal of 24.
    style: { head: [], border: [], compact: true },
  });
  const partitions = new Set(views.flatMap((view) => view.partitions.map(({ partition }) => partition)));
  for (const partition of [...partitions].sort((a, b) => a - b)) {
    table.push([String(partition), ...views.map((view) => partitionLag(view, partition))]);
  }
  table.push(['total', ...views.map(({ lagEvents, lagMs }) => told(lagEvents, lagMs))]);
  table.push(['parked', ...views.map(({ parked }) => String(parked))]);
  return table.toString();
}

/** The totals alone. */
export function lagLine({ views }: ViewsResponse): string {
  return views
    .map((view) => {
      const parked = view.parked === 0 ? '' : `, ${view.parked} parked`;
      return `${nameOf(view)} ${told(view.lagEvents, view.lagMs)}${parked}`;
    })
    .join(' | ');
}

function nameOf({ name, available }: View): string {
  return available ? name : `${name} (down)`;
}

function partitionLag({ partitions }: View, partition: number): string {
  const found = partitions.find((each) => each.partition === partition);
  return found === undefined ? '?' : told(found.head - found.applied, found.ageMs);
}

function told(events: number, ageMs: number): string {
  return events <= 0 ? '0' : `${events} (${ageMs} ms)`;
}
