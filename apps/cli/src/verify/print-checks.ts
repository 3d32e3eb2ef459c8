import Table from 'cli-table3';
import type { Check } from './check.js';

export function printChecks(checks: readonly Check[]): void {
  const table = new Table({
    head: ['compared with the log', 'compared', 'differ'],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [] },
  });
  table.push(...checks.map(({ name, compared, differing }) => [name, String(compared), String(differing)]));
  console.log(table.toString());
}
