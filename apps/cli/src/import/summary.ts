import Table from 'cli-table3';
import type { ImportPlan } from './berka/plan.js';
import type { Opened } from './open-accounts.js';
import type { Posted } from './post-transfers.js';

/** `durationMs` is that of posting the transfers. */
export function printSummary(plan: ImportPlan, opened: Opened, posted: Posted, durationMs: number): void {
  const declined = posted.refused.filter(({ problem }) => problem.status === 422).length;
  const seconds = durationMs / 1_000;
  const rows: [string, number | string][] = [
    ['accounts opened', opened.opened],
    ['accounts already there', opened.replayed + opened.existing.length],
    ['transfers posted', posted.posted],
    ['transfers already there', posted.replayed],
    ['transfers declined', declined],
    ['transfers that failed', posted.refused.length - declined],
    ['rows without an amount', plan.zeroAmounts],
    ['duration', `${seconds.toFixed(1)} s`],
    ['transfers/s', Math.round((posted.posted + posted.replayed) / Math.max(seconds, 0.001))],
  ];
  const table = new Table({ colAligns: ['left', 'right'], style: { head: [], border: [] } });
  table.push(...rows.map(([what, count]) => [what, String(count)]));
  console.log(table.toString());
}
