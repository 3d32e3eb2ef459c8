import { TABLE_SETTINGS } from '../clickhouse/dialect.js';
import { ANALYTICS, tableComment } from './version.js';

/**
 * How far the view has come. Written after the rows it stands for, never worked out from them. Each row is of one
 * version: what a projector of the version before still writes, which did not say so, moves nothing.
 */
export const createPositions = (database: string, suffix: string) => `
CREATE TABLE IF NOT EXISTS ${database}.positions${suffix} (
  version UInt16 DEFAULT 1 COMMENT 'Version of the view that applied them',
  partition UInt8 COMMENT 'Partition of the ledger, 0 to 15',
  sequence UInt64 COMMENT 'Every event up to this one has been applied'
)
ENGINE = ReplacingMergeTree(sequence)
ORDER BY (version, partition)
SETTINGS ${TABLE_SETTINGS}
${tableComment('Progress of the view; take the maximum per partition')}`;

export interface PositionRow {
  readonly version: number;
  readonly partition: number;
  readonly sequence: number;
}

export function positionRow(partition: number, sequence: number): PositionRow {
  return { version: ANALYTICS.version, partition, sequence };
}
