import Table from 'cli-table3';
import type { EarlierResult, Result, Told } from '../result.js';
import { ms, percentChange, plain, whole } from './format.js';
import { speedOf } from './medians.js';

/**
 * `earlier`: the same scenarios of an earlier run. `calm`: how long after the load the app answers as before it. `runs`:
 * the least and the most of all runs, of what they are ranked by (see {@link medians}).
 */
export function speedTable(results: readonly Told[], earlier: readonly EarlierResult[] = []): string {
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
    'runs',
  ];
  const table = new Table({ head: compared ? [...head, 'was', 'change'] : head, style: plain });
  for (const result of results) {
    const { p50, p95, p99, max, requests, seconds, refused, errors } = result.offered;
    const row = [result.scenario, whole(result.transfersPerSecond)];
    if (result.unit === 'events')
      row.push(`${whole(requests / seconds)} events`, '', '', '', '', '0', '', runsOf(result));
    else
      row.push(
        whole(requests / seconds),
        ...[p50, p95, p99, max].map(ms),
        String(refused + errors),
        ms(result.calmMs),
        runsOf(result),
      );
    table.push(compared ? [...row, ...changeOf(result, earlier)] : row);
  }
  return table.toString();
}

function runsOf({ ranked, steady }: Told): string {
  const [least = 0, most = least] = [ranked[0], ranked.at(-1)];
  if (ranked.length < 2) return '';
  return steady ? `${ms(least)} to ${ms(most)} ms late` : `${whole(least)} to ${whole(most)}`;
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
