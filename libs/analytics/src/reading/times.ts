import {
  EARLIEST_OCCURRED_AT,
  LATEST_OCCURRED_AT,
  ProblemError,
  type VolumeInterval,
} from '@trine/contracts';
import { clickHouseTime, rfc3339Time } from '../clickhouse/dialect.js';

/** RFC 3339, `from` ≤ occurredAt < `to`; everything when not given. */
export interface TimeRange {
  readonly from?: string;
  readonly to?: string;
}

const EARLIEST_MS = Date.parse(EARLIEST_OCCURRED_AT);
const LATEST_MS = Date.parse(LATEST_OCCURRED_AT);

/** By hour: a year, also a leap year. Longer intervals have few enough buckets for all of time. */
const MAX_HOURLY_DAYS = 366;
const DAY_MS = 86_400_000;

/**
 * The first and the last millisecond of a range, within what a DateTime64 can say. `begun` is the beginning of the
 * interval that the page before ended in: what is before it need not be read again. `always` is 1 when that is all of
 * time: comparing every row with what no row can be outside of would be a tenth of a question's work.
 */
export function timesWithin({ from = EARLIEST_OCCURRED_AT, to }: TimeRange, begun = '') {
  const begunMs = begun === '' ? EARLIEST_MS : Date.parse(rfc3339Time(begun));
  const lastMs = to === undefined ? LATEST_MS : Date.parse(to) - 1;
  const firstMs = Math.max(Date.parse(from), begunMs);
  const always = firstMs <= EARLIEST_MS && lastMs >= LATEST_MS ? 1 : 0;
  return { first: format(firstMs), last: format(lastMs), always };
}

/** @throws ProblemError `invalid_request` when the interval is too short for the range */
export function expectInterval(interval: VolumeInterval, { from, to }: TimeRange): void {
  if (interval !== 'hour') return;
  const isBounded = from !== undefined && to !== undefined;
  if (isBounded && Date.parse(to) - Date.parse(from) <= MAX_HOURLY_DAYS * DAY_MS) return;
  const rule = `by hour, from and to have to be given, at most ${MAX_HOURLY_DAYS} days apart`;
  const message = `${rule}; for a longer time ask by day, week or month`;
  throw new ProblemError('invalid_request', message, [{ pointer: '/query/to', message }]);
}

function format(timeMs: number): string {
  return clickHouseTime(new Date(Math.min(Math.max(timeMs, EARLIEST_MS), LATEST_MS)).toISOString());
}
