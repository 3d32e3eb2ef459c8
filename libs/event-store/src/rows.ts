import { parseAmount, type AccountStatus, type HoldStatus, type StoredEvent } from '@trine/contracts';
import type { Account, Hold, Texts, Transfer } from '@trine/domain';
import type { AccountProfile } from './event-store.js';

/** Rows as the driver gives them: int8 comes as text. */
export interface AccountRow {
  readonly id: string;
  readonly version: string;
  readonly entries: string;
  readonly currency: string;
  readonly posted: string;
  readonly held: string;
  readonly overdraft_limit: string | null;
  readonly status: AccountStatus;
}

export interface ProfileRow {
  readonly id: string;
  readonly name: string | null;
  readonly metadata: string | null;
  readonly opened_at: Date;
}

export interface TransferRow {
  readonly id: string;
  readonly legs: string;
  readonly reversed: string;
  readonly reverses: string | null;
}

export interface HoldRow {
  readonly id: string;
  readonly account_id: string;
  readonly to_id: string;
  readonly currency: string;
  readonly amount: string;
  readonly captured: string;
  readonly status: HoldStatus;
  readonly expires_at: Date | null;
  readonly texts: string;
  readonly placed_at: Date;
}

export interface EventRow {
  readonly partition: number;
  readonly sequence: string;
  readonly account_id: string;
  readonly type: string;
  readonly type_version: number;
  readonly data: string;
  readonly recorded_at: Date;
  readonly correlation_id: string | null;
}

export function toAccount(row: AccountRow): Account {
  const { id, currency, status } = row;
  return {
    id,
    currency,
    status,
    version: Number(row.version),
    entries: Number(row.entries),
    posted: BigInt(row.posted),
    held: BigInt(row.held),
    overdraftLimit: row.overdraft_limit === null ? null : BigInt(row.overdraft_limit),
  };
}

export function toProfile({ id, name, metadata, opened_at }: ProfileRow): AccountProfile {
  return {
    id,
    ...(name === null ? {} : { name }),
    ...(metadata === null ? {} : { metadata: JSON.parse(metadata) as Record<string, string> }),
    openedAt: opened_at.toISOString(),
  };
}

export function toTransfer({ id, legs, reversed, reverses }: TransferRow): Transfer {
  const parsed = JSON.parse(legs) as [from: string, to: string, amount: string, currency: string][];
  return {
    id,
    legs: parsed.map(([from, to, amount, currency]) => ({
      from,
      to,
      amount: parseAmount(amount, currency),
      currency,
    })),
    reversed: BigInt(reversed),
    ...(reverses === null ? {} : { reverses }),
  };
}

export function toHold(row: HoldRow): Hold {
  const { id, currency, status, expires_at } = row;
  return {
    id,
    accountId: row.account_id,
    to: row.to_id,
    currency,
    amount: BigInt(row.amount),
    captured: BigInt(row.captured),
    status,
    ...(expires_at === null ? {} : { expiresAt: expires_at.toISOString() }),
    texts: JSON.parse(row.texts) as Texts,
    placedAt: row.placed_at.toISOString(),
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
    ...(row.correlation_id === null ? {} : { correlationId: row.correlation_id }),
  };
}
