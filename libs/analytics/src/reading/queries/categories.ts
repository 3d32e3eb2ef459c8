import { after, TRANSFERS, WITHIN } from './common.js';

/** → TransfersRow by category (empty for none) and currency. */
export const categoriesQuery = (database: string) => `
SELECT
  substring(currency_category, 4) AS bucket,
  substring(currency_category, 1, 3) AS currency,
  transfers,
  total_minor
FROM (
  SELECT
    currency_category,
    ${TRANSFERS}
  FROM ${database}.entries FINAL
  WHERE direction = 'debit' AND ${WITHIN}
  GROUP BY currency_category
)
WHERE ${after('bucket, currency', '{afterGroup:String}, {afterCurrency:String}')}
ORDER BY bucket, currency
LIMIT {rows:UInt32}`;
