import { EARLIEST_OCCURRED_AT, LATEST_OCCURRED_AT } from '@trine/contracts';
import { clickHouseTime } from '../clickhouse/dialect.js';

const EARLIEST_MS = Date.parse(EARLIEST_OCCURRED_AT);
const LATEST_MS = Date.parse(LATEST_OCCURRED_AT);

/** `from` ≤ occurredAt < `to` as the first and the last millisecond, within what a DateTime64 can say. */
export function timesWithin(from = EARLIEST_OCCURRED_AT, to?: string): { first: string; last: string } {
  const lastMs = to === undefined ? LATEST_MS : Date.parse(to) - 1;
  return { first: format(Date.parse(from)), last: format(lastMs) };
}

function format(timeMs: number): string {
  return clickHouseTime(new Date(Math.min(Math.max(timeMs, EARLIEST_MS), LATEST_MS)).toISOString());
}
