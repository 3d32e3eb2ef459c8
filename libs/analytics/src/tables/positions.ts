import { TABLE_SETTINGS } from '../clickhouse/dialect.js';

/** How far the view has come. Written after the rows it stands for, never worked out from them. */
export const createPositions = (database: string) => `
CREATE TABLE IF NOT EXISTS ${database}.positions (
  partition UInt8 COMMENT 'Partition of the ledger, 0 to 15',
  sequence UInt64 COMMENT 'Every event up to this one has been applied'
)
ENGINE = ReplacingMergeTree(sequence)
ORDER BY partition
SETTINGS ${TABLE_SETTINGS}
COMMENT 'Progress of the view; take the maximum per partition'`;

export interface PositionRow {
  readonly partition: number;
  readonly sequence: number;
}
