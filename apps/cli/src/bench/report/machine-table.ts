import Table from 'cli-table3';
import type { Result } from '../result.js';
import { ms, percentChange, plain, whole } from './format.js';

/** What the machine gave: a bare server before each run (see Yardstick), and how many cores were busy during it. */
export function machineTable(results: readonly Result[], before: readonly Result[] = []): string {
  const compared = before.length > 0;
  const head = ['scenario', 'bare server requests/s', 'p99 ms', 'µs', 'cores busy', 'stolen'];
  const table = new Table({ head: compared ? [...head, 'µs was', 'change'] : head, style: plain });
  for (const { scenario, yardstick, cores } of results) {
    const { requestsPerSecond, microseconds, p99 } = yardstick;
    const told = [whole(requestsPerSecond), ms(p99), microseconds.toFixed(1)];
    const row = [scenario, ...told, cores.busy.toFixed(2), cores.stolen.toFixed(2)];
    const was = before.find((result) => result.scenario === scenario)?.yardstick.microseconds;
    const change = was === undefined ? ['', ''] : [was.toFixed(1), percentChange(microseconds, was)];
    table.push(compared ? [...row, ...change] : row);
  }
  return table.toString();
}
