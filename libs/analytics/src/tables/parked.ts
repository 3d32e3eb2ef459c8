import type { ParkedEvent } from '@trine/event-bus';
import { TABLE_SETTINGS } from '../clickhouse/dialect.js';
import { ANALYTICS, tableComment } from './version.js';

/**
 * What the view could not take. Written before the position that passes it, since an insert into two tables is not one
 * step: a row that no position has passed yet is not parked, and its event will come again.
 */
export const createParked = (database: string, suffix: string) => `
CREATE TABLE IF NOT EXISTS ${database}.parked${suffix} (
  version UInt16 COMMENT 'Version of the view that could not take it',
  partition UInt8 COMMENT 'Partition of the ledger, 0 to 15',
  sequence UInt64 COMMENT 'The event, by its place in the partition',
  told_at UInt64 COMMENT 'When the row was written, in microseconds; the latest counts',
  parked UInt8 COMMENT '1 while it is parked, 0 once it was applied after all',
  told String COMMENT 'Account, type, error, time, and whether it is to be tried again, as JSON'
)
ENGINE = ReplacingMergeTree(told_at)
ORDER BY (version, partition, sequence)
SETTINGS ${TABLE_SETTINGS}
${tableComment('Events that the view could not take, and those that wait behind them')}`;

export interface ParkedRow {
  readonly version: number;
  readonly partition: number;
  readonly sequence: number;
  readonly told_at: number;
  readonly parked: 0 | 1;
  readonly told: string;
}

export function parkedRow(event: ParkedEvent): ParkedRow {
  return { ...keyOf(event), parked: 1, told: JSON.stringify(event) };
}

export function unparkedRow(position: { partition: number; sequence: number }): ParkedRow {
  return { ...keyOf(position), parked: 0, told: '' };
}

function keyOf({ partition, sequence }: { partition: number; sequence: number }) {
  return { version: ANALYTICS.version, partition, sequence, told_at: microseconds() };
}

let last = 0;

/** Later than any before it in this process. */
function microseconds(): number {
  last = Math.max(last + 1, Math.floor((performance.timeOrigin + performance.now()) * 1_000));
  return last;
}
