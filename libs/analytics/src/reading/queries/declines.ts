import type { DeclineReason, VolumeInterval } from '@trine/contracts';
import { after, BEGINNING, BUCKET, WITHIN } from './common.js';

/** → DeclinesRow by interval, reason and currency. */
export const declinesQuery = (database: string, interval: VolumeInterval) => `
SELECT
  ${BUCKET},
  reason,
  currency,
  count() AS declines,
  toString(sum(toInt128(amount_minor))) AS total_minor
FROM ${database}.declines FINAL
WHERE ${WITHIN}
GROUP BY ${BEGINNING[interval]} AS beginning, reason, currency
HAVING ${after('bucket, reason, currency', '{afterGroup:String}, {afterReason:String}, {afterCurrency:String}')}
ORDER BY bucket, reason, currency
LIMIT {rows:UInt32}`;

export interface DeclinesRow {
  readonly bucket: string;
  readonly reason: DeclineReason;
  readonly currency: string;
  readonly declines: string;
  readonly total_minor: string;
}
