import Table from 'cli-table3';
import type { Check } from './check.js';

export function printChecks(checks: readonly Check[]): void {
  const table = new Table({
    head: ['compared with the log', 'compared', 'differ'],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  table.push(...checks.map(({ name, compared, differing }) => [name, String(compared), String(differing)]));
  console.log(table.toString());
}

/** The first differences of each check by name, and how many more there are. */
export function listDifferences(checks: readonly Check[]): string {
  const lines = checks.flatMap(({ name, differences, differing }) => {
    const rest = differing - differences.length;
    return [
      ...differences.map((difference) => `  ${name}: ${difference}`),
      ...(rest > 0 ? [`  ${name}: … and ${rest} more`] : []),
    ];
  });
  return lines.join('\n');
}
