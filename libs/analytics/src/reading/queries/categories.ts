import { after, TRANSFERS, WITHIN } from './common.js';

/** → TransfersRow by category (empty for none) and currency. */
export const categoriesQuery = (database: string) => `
SELECT
  toString(category) AS bucket,
  currency,
  ${TRANSFERS}
FROM ${database}.entries FINAL
WHERE direction = 'debit' AND ${WITHIN}
GROUP BY category, currency
HAVING ${after('bucket, currency', '{afterGroup:String}, {afterCurrency:String}')}
ORDER BY bucket, currency
LIMIT {rows:UInt32}`;
