import Table from 'cli-table3';
import type { Lag } from '../measure/lag.js';
import type { Result } from '../result.js';
import { ms, plain, whole } from './format.js';

/** How far the views were behind during the load, and how soon a transfer could be read. */
export function lagTable(results: readonly Result[]): string | undefined {
  const rows = results.flatMap(({ scenario, lag, readable, drainMs }) => [
    ...lag.map(({ view, ...of }) => rowOf(scenario, `${view}: behind`, of, drainMs[view])),
    ...readable.map(({ view, ...of }) => rowOf(scenario, `${view}: to readable`, of)),
  ]);
  if (rows.length === 0) return undefined;
  const table = new Table({
    head: ['scenario', 'view', 'samples', 'p50 ms', 'p99 ms', 'max ms', 'drain ms'],
    style: plain,
  });
  for (const row of rows) table.push(row);
  return table.toString();
}

type Lateness = Omit<Lag, 'view'>;

function rowOf(
  scenario: string,
  what: string,
  { samples, p50, p99, max }: Lateness,
  drainMs?: number,
): string[] {
  const drain = drainMs === undefined ? '' : ms(drainMs);
  return [scenario, what, whole(samples), ...[p50, p99, max].map(ms), drain];
}
