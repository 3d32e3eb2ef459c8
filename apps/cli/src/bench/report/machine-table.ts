import Table from 'cli-table3';
import type { Yardstick } from '../measure/yardstick.js';
import type { Result } from '../result.js';
import { ms, percentChange, plain, whole } from './format.js';

/** What the machine gave: a bare server before and after each run (see Yardstick), and the cores that were busy during it. */
export function machineTable(results: readonly Result[], before: readonly Result[] = []): string {
  const compared = before.length > 0;
  const head = ['scenario', 'bare server requests/s', 'p99 ms', 'µs', 'cores busy', 'stolen'];
  const table = new Table({ head: compared ? [...head, 'µs was', 'change'] : head, style: plain });
  for (const { scenario, yardsticks, cores } of results) {
    const both = (tell: (yardstick: Yardstick) => string) => yardsticks.map(tell).join(', ');
    const row = [
      scenario,
      both(({ requestsPerSecond }) => whole(requestsPerSecond)),
      both(({ p99 }) => ms(p99)),
      both(({ microseconds }) => microseconds.toFixed(1)),
      ...[cores.busy, cores.stolen].map((count) => count.toFixed(2)),
    ];
    const was = before.find((result) => result.scenario === scenario);
    const change =
      was === undefined ? ['', ''] : changeOf(microsecondsOf(yardsticks), microsecondsOf(was.yardsticks));
    table.push(compared ? [...row, ...change] : row);
  }
  return table.toString();
}

function microsecondsOf([before, after]: Result['yardsticks']): number {
  return (before.microseconds + after.microseconds) / 2;
}

function changeOf(now: number, was: number): [string, string] {
  return [was.toFixed(1), percentChange(now, was)];
}
