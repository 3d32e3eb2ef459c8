import type { StoredEvent } from '@trine/contracts';
import type { Account } from '@trine/domain';

/** Rows as the driver gives them: int8 comes as text. */
export interface AccountRow {
  readonly id: string;
  readonly version: string;
  readonly entries: string;
  readonly currency: string;
  readonly posted: string;
  readonly held: string;
  readonly overdraft_limit: string | null;
}

export interface EventRow {
  readonly partition: number;
  readonly sequence: string;
  readonly account_id: string;
  readonly type: string;
  readonly type_version: number;
  readonly data: string;
  readonly recorded_at: Date;
}

export function toAccount(row: AccountRow): Account {
  const { id, currency } = row;
  return {
    id,
    currency,
    version: Number(row.version),
    entries: Number(row.entries),
    posted: BigInt(row.posted),
    held: BigInt(row.held),
    overdraftLimit: row.overdraft_limit === null ? null : BigInt(row.overdraft_limit),
  };
}

export function toStoredEvent(row: EventRow): StoredEvent {
  return {
    partition: row.partition,
    sequence: Number(row.sequence),
    accountId: row.account_id,
    type: row.type,
    typeVersion: row.type_version,
    data: row.data,
    recordedAt: row.recorded_at.toISOString(),
  };
}
