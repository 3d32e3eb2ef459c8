import Table from 'cli-table3';
import type { Yardstick } from '../measure/yardstick.js';
import type { EarlierResult, Result } from '../result.js';
import { ms, percentChange, plain, whole } from './format.js';

const head = [
  'scenario',
  'bare requests/s',
  'bare p99 ms',
  'bare CPU µs',
  'busy before',
  'cores busy',
  'cores stolen',
];

/**
 * What the machine gave: a bare server before → after each run (see Yardstick), told once where a run has several
 * results; how many cores were busy before the run, with nothing of it, and during each load.
 */
export function machineTable(results: readonly Result[], earlier: readonly EarlierResult[] = []): string {
  const compared = earlier.length > 0;
  const table = new Table({ head: compared ? [...head, 'bare µs was', 'slower by'] : head, style: plain });
  let told: Result['yardsticks'] = [];
  for (const { scenario, yardsticks, busyBefore, cores } of results) {
    const tell = (what: (of: Yardstick) => string) =>
      yardsticks === told ? '' : yardsticks.map(what).join(' → ');
    const row = [
      scenario,
      tell(({ requestsPerSecond }) => whole(requestsPerSecond)),
      tell(({ p99Ms }) => ms(p99Ms)),
      tell(({ cpuMicroseconds }) => cpuMicroseconds.toFixed(1)),
      ...[busyBefore, cores?.busy, cores?.stolen].map((count) => count?.toFixed(2) ?? ''),
    ];
    told = yardsticks;
    const was = earlier.find((result) => result.scenario === scenario)?.yardsticks ?? [];
    table.push(compared ? [...row, ...changeOf(yardsticks, was)] : row);
  }
  return table.toString();
}

function changeOf(now: Result['yardsticks'], was: Result['yardsticks']): [string, string] {
  if (now.length === 0 || was.length === 0) return ['', ''];
  return [meanOf(was).toFixed(1), percentChange(meanOf(now), meanOf(was))];
}

function meanOf(yardsticks: readonly Yardstick[]): number {
  return yardsticks.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0) / yardsticks.length;
}
