import type { FlowDirection } from '@trine/contracts';
import { FLOWS, WITHIN, type FlowsRow } from './common.js';

const RANKED_BY: Record<FlowDirection, string> = { in: 'in_sum', out: 'out_sum' };

/**
 * → TopAccountsRow, the largest flow first, equal ones by account id; accounts without that flow are left out. The
 * currency has to be given: grouping by it too would take half as long again.
 */
export const topAccountsQuery = (database: string, direction: FlowDirection) => `
SELECT
  account_id,
  count() AS entries,
  ${FLOWS}
FROM ${database}.entries FINAL
WHERE ${WITHIN}
GROUP BY account_id
HAVING ${RANKED_BY[direction]} > 0
ORDER BY ${RANKED_BY[direction]} DESC, account_id
LIMIT {rows:UInt32}`;

export interface TopAccountsRow extends Omit<FlowsRow, 'currency'> {
  readonly account_id: string;
  readonly entries: string;
}
