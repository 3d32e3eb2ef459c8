import Table from 'cli-table3';
import type { EarlierResult, Result } from '../result.js';
import { ms, percentChange, plain, whole } from './format.js';
import { speedOf } from './medians.js';

/** `earlier`: the same scenarios of an earlier run. `calm`: how long after the load the app answers as before it. */
export function speedTable(results: readonly Result[], earlier: readonly EarlierResult[] = []): string {
  const compared = earlier.length > 0;
  const head = [
    'scenario',
    'transfers/s',
    'requests/s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'max ms',
    'errors',
    'calm ms',
  ];
  const table = new Table({ head: compared ? [...head, 'was', 'change'] : head, style: plain });
  for (const result of results) {
    const { p50, p95, p99, max, requests, seconds, refused, errors } = result.offered;
    const row = [result.scenario, whole(result.transfersPerSecond)];
    if (result.unit === 'events') row.push(`${whole(requests / seconds)} events`, '', '', '', '', '0', '');
    else
      row.push(
        whole(requests / seconds),
        ...[p50, p95, p99, max].map(ms),
        String(refused + errors),
        ms(result.calmMs),
      );
    table.push(compared ? [...row, ...changeOf(result, earlier)] : row);
  }
  return table.toString();
}

function changeOf(result: Result, earlier: readonly EarlierResult[]): [string, string] {
  const was = earlier.find(({ scenario }) => scenario === result.scenario);
  if (was === undefined) return ['', ''];
  // At a rate that is given, what changes is how long callers wait.
  if (result.steady) {
    const { p99 } = was.offered;
    return [`p99 ${ms(p99)}`, percentChange(result.offered.p99, p99)];
  }
  return [whole(speedOf(was)), percentChange(speedOf(result), speedOf(was))];
}
