import { FLOWS, WITHIN } from './common.js';

/** → FlowsRow by currency. Further parameter: account (empty for the whole ledger). */
export const flowsQuery = (database: string) => `
SELECT
  currency,
  ${FLOWS}
FROM ${database}.entries FINAL
WHERE ${WITHIN} AND ({account:String} = '' OR account_id = {account:String})
GROUP BY currency
ORDER BY currency
LIMIT {rows:UInt32}`;
