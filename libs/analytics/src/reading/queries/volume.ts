import type { VolumeInterval } from '@trine/contracts';
import { after, BEGINNING, BUCKET, TRANSFERS, WITHIN } from './common.js';

/** → TransfersRow by interval and currency. */
export const volumeQuery = (database: string, interval: VolumeInterval) => `
SELECT
  ${BUCKET},
  currency,
  ${TRANSFERS}
FROM ${database}.entries FINAL
WHERE direction = 'debit' AND ${WITHIN}
GROUP BY ${BEGINNING[interval]} AS beginning, currency
HAVING ${after('bucket, currency', '{afterGroup:String}, {afterCurrency:String}')}
ORDER BY bucket, currency
LIMIT {rows:UInt32}`;
