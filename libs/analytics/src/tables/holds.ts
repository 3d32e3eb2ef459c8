import { exponentOf, parseAmount, type Position, type RecordedEvent } from '@trine/contracts';
import { clickHouseTime, decimalColumn, TABLE_SETTINGS } from '../clickhouse/dialect.js';
import { tableComment } from './version.js';

/** What became of money that was reserved: each row adds to what is held, or takes from it. */
export const createHolds = (database: string, suffix: string) => `
CREATE TABLE IF NOT EXISTS ${database}.holds${suffix} (
  partition UInt8 COMMENT 'Partition of the ledger, 0 to 15',
  sequence UInt64 COMMENT 'Sequence of the event within its partition',
  hold_id String COMMENT 'Hold that the event is about',
  event Enum8('placed' = 1, 'captured' = 2, 'voided' = 3, 'expired' = 4) COMMENT 'What happened to the hold',
  account_id String COMMENT 'Account that the money is reserved on',
  counterparty String COMMENT 'Account that a capture pays',
  transfer_id String COMMENT 'Transfer that a capture made, else empty',
  placed_minor Int64 COMMENT 'Newly reserved, in minor units of the currency',
  captured_minor Int64 COMMENT 'Taken by this capture, in minor units',
  released_minor Int64 COMMENT 'Given back (voided, expired, rest of a final capture), in minor units',
  currency LowCardinality(String) COMMENT 'ISO 4217 alphabetic code',
  exponent UInt8 COMMENT 'Decimals of the currency (CZK 2, JPY 0)',
  ${decimalColumn('placed', 'Newly reserved, in the currency')},
  ${decimalColumn('captured', 'Taken by this capture, in the currency')},
  ${decimalColumn('released', 'Given back, in the currency')},
  category LowCardinality(String) COMMENT 'What the hold is for, said when it is placed, else empty',
  expires_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When the hold expires, said when it is placed',
  recorded_at DateTime64(3, 'UTC') COMMENT 'When the ledger recorded it'
)
ENGINE = ReplacingMergeTree
ORDER BY (currency, recorded_at, partition, sequence)
SETTINGS ${TABLE_SETTINGS}
${tableComment('One row per event of a hold; read it with FINAL')}`;

export type HoldEvent = Extract<RecordedEvent, { type: 'HoldPlaced' | 'HoldCaptured' | 'HoldReleased' }>;

export function holdRow(event: HoldEvent) {
  const { accountId, holdId, to, currency } = event.data;
  return {
    ...positionOf(event),
    hold_id: holdId,
    account_id: accountId,
    counterparty: to,
    currency,
    exponent: exponentOf(currency),
    ...NOTHING,
    ...changeOf(event),
    recorded_at: clickHouseTime(event.recordedAt),
  };
}
export type HoldRow = ReturnType<typeof holdRow>;

interface Change {
  readonly event: 'placed' | 'captured' | 'voided' | 'expired';
  readonly transfer_id?: string;
  readonly placed_minor?: string;
  readonly captured_minor?: string;
  readonly released_minor?: string;
  readonly category?: string;
  readonly expires_at?: string | null;
}

const NOTHING: Required<Omit<Change, 'event'>> = {
  transfer_id: '',
  placed_minor: '0',
  captured_minor: '0',
  released_minor: '0',
  category: '',
  expires_at: null,
};

function changeOf({ type, data }: HoldEvent): Change {
  const minor = (amount: string) => parseAmount(amount, data.currency).toString();
  switch (type) {
    case 'HoldPlaced': {
      const { category = '', expiresAt } = data;
      const expires_at = expiresAt === undefined ? null : clickHouseTime(expiresAt);
      return { event: 'placed', placed_minor: minor(data.amount), category, expires_at };
    }
    case 'HoldCaptured': {
      const [captured_minor, released_minor] = [minor(data.amount), minor(data.released)];
      return { event: 'captured', transfer_id: data.transferId, captured_minor, released_minor };
    }
    case 'HoldReleased':
      return { event: data.reason, released_minor: minor(data.amount) };
  }
}

function positionOf({ partition, sequence }: Position): Position {
  return { partition, sequence };
}
