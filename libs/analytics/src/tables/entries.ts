import { exponentOf, parseAmount, type EntryPosted, type Position } from '@trine/contracts';
import { clickHouseTime, decimalColumn, TABLE_SETTINGS } from '../clickhouse/dialect.js';
import { tableComment } from './version.js';

/**
 * Every entry of every account. Rows of one position replace each other, so a repeated insert changes nothing. The
 * key begins with what the questions ask for: most count the debits alone, so these lie together; the index finds the
 * entries of one account among them. There is no PARTITION BY: an insert is one part and lands whole.
 */
export const createEntries = (database: string, suffix: string) => `
CREATE TABLE IF NOT EXISTS ${database}.entries${suffix} (
  partition UInt8 COMMENT 'Partition of the ledger, 0 to 15',
  sequence UInt64 COMMENT 'Sequence of the event within its partition',
  account_id String COMMENT 'Account whose entry this is',
  entry UInt64 COMMENT 'Number of the entry on its account, from 1',
  transfer_id String COMMENT 'Transfer that the entry belongs to',
  leg UInt16 COMMENT 'Leg of the transfer, from 0',
  direction Enum8('debit' = 1, 'credit' = 2) COMMENT 'debit: money leaves the account; each leg has one of both',
  amount_minor Int64 COMMENT 'Amount in minor units of the currency (CZK 12.34 is 1234), positive',
  posted_minor Int64 COMMENT 'Posted balance of the account after the entry, in minor units',
  currency LowCardinality(String) COMMENT 'ISO 4217 alphabetic code',
  exponent UInt8 COMMENT 'Decimals of the currency (CZK 2, JPY 0)',
  ${decimalColumn('amount', 'Amount in the currency')},
  counterparty String COMMENT 'Account on the other side of the leg',
  category LowCardinality(String) COMMENT 'What the movement is for, empty when not given',
  currency_category LowCardinality(String) MATERIALIZED concat(currency, category) COMMENT 'Both in one: the server groups by one such column twice as fast as by two',
  reverses String COMMENT 'Transfer that this one takes back, whole or in part; else empty',
  hold_id String COMMENT 'Hold whose capture made the transfer, else empty',
  occurred_at DateTime64(3, 'UTC') COMMENT 'When it happened in the world',
  recorded_at DateTime64(3, 'UTC') COMMENT 'When the ledger recorded it',
  INDEX account account_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
ORDER BY (direction, currency, occurred_at, partition, sequence)
SETTINGS ${TABLE_SETTINGS}
${tableComment('One row per entry; read it with FINAL')}`;

/** A row in the order of the columns above. */
export function entryRow(data: EntryPosted, { partition, sequence }: Position, recordedAt: string) {
  const { currency } = data;
  return {
    partition,
    sequence,
    account_id: data.accountId,
    entry: data.entry,
    transfer_id: data.transferId,
    leg: data.leg,
    direction: data.direction,
    amount_minor: parseAmount(data.amount, currency).toString(),
    posted_minor: parseAmount(data.balances.posted, currency).toString(),
    currency,
    exponent: exponentOf(currency),
    counterparty: data.counterparty,
    category: data.category ?? '',
    reverses: data.reverses ?? '',
    hold_id: data.holdId ?? '',
    occurred_at: clickHouseTime(data.occurredAt),
    recorded_at: clickHouseTime(recordedAt),
  };
}
export type EntryRow = ReturnType<typeof entryRow>;
