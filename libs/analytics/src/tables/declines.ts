import { exponentOf, parseAmount, type Position, type TransferDeclined } from '@trine/contracts';
import { clickHouseTime, decimalColumn, TABLE_SETTINGS } from '../clickhouse/dialect.js';
import { tableComment } from './version.js';

/** Money that did not move, or was not reserved, and why. */
export const createDeclines = (database: string, suffix: string) => `
CREATE TABLE IF NOT EXISTS ${database}.declines${suffix} (
  partition UInt8 COMMENT 'Partition of the ledger, 0 to 15',
  sequence UInt64 COMMENT 'Sequence of the event within its partition',
  account_id String COMMENT 'Account that the money would have left',
  operation LowCardinality(String) COMMENT 'What was declined: transfer, reversal, hold or capture',
  transfer_id String COMMENT 'Transfer that was declined, which may be posted later; empty for a hold',
  hold_id String COMMENT 'Hold that was declined, or that was to be captured; else empty',
  reverses String COMMENT 'Of a reversal: the transfer that it was to take back; else empty',
  reason LowCardinality(String) COMMENT 'Code of the refusal: insufficient_funds or account_frozen',
  amount_minor Int64 COMMENT 'Amount in minor units of the currency, positive',
  currency LowCardinality(String) COMMENT 'ISO 4217 alphabetic code',
  exponent UInt8 COMMENT 'Decimals of the currency (CZK 2, JPY 0)',
  ${decimalColumn('amount', 'Amount in the currency')},
  counterparty String COMMENT 'Account that would have received it',
  category LowCardinality(String) COMMENT 'What the movement was for, empty when not given',
  occurred_at DateTime64(3, 'UTC') COMMENT 'When it happened in the world',
  recorded_at DateTime64(3, 'UTC') COMMENT 'When the ledger recorded it'
)
ENGINE = ReplacingMergeTree
ORDER BY (currency, occurred_at, partition, sequence)
SETTINGS ${TABLE_SETTINGS}
${tableComment('One row per declined transfer, reversal, hold or capture; read it with FINAL')}`;

export function declineRow(data: TransferDeclined, { partition, sequence }: Position, recordedAt: string) {
  return {
    partition,
    sequence,
    account_id: data.accountId,
    operation: data.operation,
    transfer_id: data.transferId ?? '',
    hold_id: data.holdId ?? '',
    reverses: data.reverses ?? '',
    reason: data.reason,
    amount_minor: parseAmount(data.amount, data.currency).toString(),
    currency: data.currency,
    exponent: exponentOf(data.currency),
    counterparty: data.counterparty,
    category: data.category ?? '',
    occurred_at: clickHouseTime(data.occurredAt),
    recorded_at: clickHouseTime(recordedAt),
  };
}
export type DeclineRow = ReturnType<typeof declineRow>;
