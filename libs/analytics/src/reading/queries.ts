import type { VolumeInterval } from '@trine/contracts';

/**
 * All SQL that the reader asks, in one place. Parameters: first and last (both within), currency (empty
 * for all), afterGroup and afterCurrency (the last row of the page before), rows (how many at most).
 *
 * The debits stand for the transfers: each leg has exactly one. Sums are of 128 bits, so that they cannot overflow.
 */
const TOTALS = `
  countIf(leg = 0) AS transfers,
  toString(sum(toInt128(amount_minor))) AS total_minor`;

const CHOSEN = `
  direction = 'debit'
  AND occurred_at BETWEEN {first:DateTime64(3, 'UTC')} AND {last:DateTime64(3, 'UTC')}
  AND ({currency:String} = '' OR currency = {currency:String})`;

/** How an interval's beginning is found; weeks begin on Monday. */
const BEGINNING: Record<VolumeInterval, string> = {
  hour: 'toStartOfHour(occurred_at)',
  day: 'toStartOfDay(occurred_at)',
  week: 'toStartOfWeek(occurred_at, 1)',
  month: 'toStartOfMonth(occurred_at)',
};

export const volumeQuery = (database: string, interval: VolumeInterval) => `
SELECT
  toString(toDateTime64(${BEGINNING[interval]}, 3, 'UTC')) AS bucket,
  currency,
  ${TOTALS}
FROM ${database}.entries FINAL
WHERE ${CHOSEN}
GROUP BY bucket, currency
HAVING (bucket, currency) > ({afterGroup:String}, {afterCurrency:String})
ORDER BY bucket, currency
LIMIT {rows:UInt32}`;

export const categoriesQuery = (database: string) => `
SELECT
  toString(category) AS bucket,
  currency,
  ${TOTALS}
FROM ${database}.entries FINAL
WHERE ${CHOSEN}
GROUP BY bucket, currency
HAVING (bucket, currency) > ({afterGroup:String}, {afterCurrency:String})
ORDER BY bucket, currency
LIMIT {rows:UInt32}`;

/** What the rows up to some positions add up to, for checks: `partitions` and `sequences` say which positions. */
const APPLIED = `sequence <= transform(partition, {partitions:Array(UInt8)}, {sequences:Array(UInt64)}, toUInt64(0))`;

export const accountSumsQuery = (database: string) => `
SELECT
  account_id AS bucket,
  currency,
  count() AS count,
  toString(sum(if(direction = 'credit', toInt128(amount_minor), -toInt128(amount_minor)))) AS total_minor
FROM ${database}.entries FINAL
WHERE ${APPLIED}
GROUP BY bucket, currency`;

export const categorySumsQuery = (database: string) => `
SELECT
  toString(category) AS bucket,
  currency,
  countIf(leg = 0) AS count,
  toString(sum(toInt128(amount_minor))) AS total_minor
FROM ${database}.entries FINAL
WHERE direction = 'debit' AND ${APPLIED}
GROUP BY bucket, currency`;

/** A row of either sum. */
export interface SumsRow {
  readonly bucket: string;
  readonly currency: string;
  readonly count: string;
  readonly total_minor: string;
}

/** A row of either query. */
export interface TotalsRow {
  readonly bucket: string;
  readonly currency: string;
  readonly transfers: string;
  readonly total_minor: string;
}
