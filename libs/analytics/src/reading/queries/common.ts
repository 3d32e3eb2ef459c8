import type { VolumeInterval } from '@trine/contracts';

/**
 * What the queries have in common. Parameters: first and last (both within), always (1 where that is all of time),
 * currency (empty for all), afterGroup, afterReason and afterCurrency (the last row of the page before), rows (how many
 * at most).
 *
 * Tables are read with FINAL, so that a row that was written twice counts once. Sums are of 128 bits and cannot
 * overflow; they come as texts, in minor units. Time and memory of all queries are bounded in `store.ts`.
 */
export const WITHIN = `
  ({always:UInt8} OR occurred_at BETWEEN {first:DateTime64(3, 'UTC')} AND {last:DateTime64(3, 'UTC')})
  AND ({currency:String} = '' OR currency = {currency:String})`;

/**
 * What comes after the last row of the page before; everything on the first page. The server applies a condition on
 * groups to every row before it groups them, so where there is none the query must not seem to have one: that costs
 * half as much again.
 */
export const after = (columns: string, values: string) =>
  `({afterCurrency:String} = '' OR (${columns}) > (${values}))`;

/** How an interval's beginning is found; weeks begin on Monday. */
export const BEGINNING: Record<VolumeInterval, string> = {
  hour: 'toStartOfHour(occurred_at)',
  day: 'toStartOfDay(occurred_at)',
  week: 'toStartOfWeek(occurred_at, 1)',
  month: 'toStartOfMonth(occurred_at)',
};

/** A beginning as every interval writes it; rows are grouped by the beginning itself, which takes half the time. */
export const BUCKET = `toString(toDateTime64(beginning, 3, 'UTC')) AS bucket`;

/** Of debits, which stand for the transfers: each leg has exactly one. */
export const TRANSFERS = `
  countIf(leg = 0) AS transfers,
  toString(sum(toInt128(amount_minor))) AS total_minor`;

export interface TransfersRow {
  readonly bucket: string;
  readonly currency: string;
  readonly transfers: string;
  readonly total_minor: string;
}

export const FLOWS = `
  sumIf(toInt128(amount_minor), direction = 'credit') AS in_sum,
  sumIf(toInt128(amount_minor), direction = 'debit') AS out_sum,
  toString(in_sum) AS in_minor,
  toString(out_sum) AS out_minor`;

export interface FlowsRow {
  readonly currency: string;
  readonly in_minor: string;
  readonly out_minor: string;
}
