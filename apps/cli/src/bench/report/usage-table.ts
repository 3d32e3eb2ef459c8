import Table from 'cli-table3';
import type { UsageDuring } from '../measure/processes.js';
import type { Result } from '../result.js';
import { plain, whole } from './format.js';

/** CPU per 1,000 transfers (or requests that carry none, or events), and memory. */
export function usageTable(results: readonly Result[]): string {
  const table = new Table({
    head: ['scenario', 'process', 'CPU s / 1,000', 'RSS MB before', 'half way', 'after'],
    style: plain,
  });
  for (const { scenario, usage, offered, transfersPerSecond } of results) {
    const thousands = (transfersPerSecond * offered.seconds || offered.requests) / 1_000;
    for (const [name, used] of Object.entries(usage))
      table.push([scenario, name, (used.cpuSeconds / thousands).toFixed(3), ...memoryOf(used)]);
  }
  return table.toString();
}

function memoryOf({ rssBefore, rssHalfway, rssBytes }: UsageDuring): string[] {
  const megabytes = (bytes?: number) => (bytes === undefined ? '' : whole(bytes / 1e6));
  return [rssBefore, rssHalfway, rssBytes].map(megabytes);
}
