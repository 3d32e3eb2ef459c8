import type { AccountRow, AuditedEvent, HoldRow, TransferRow } from './ledger-audit.js';

/** Rows as the driver gives them, where int8 comes as text. */
type Raw<T, Numbers extends keyof T> = Omit<T, Numbers> & Record<Numbers, string>;

export const EVENT = `partition, sequence, account_id AS "accountId", account_version AS "accountVersion", type,
  type_version AS "typeVersion", data, recorded_at AS "recordedAt", correlation_id AS "correlationId", link`;
export type RawEvent = Raw<
  Omit<AuditedEvent, 'recordedAt' | 'correlationId'>,
  'sequence' | 'accountVersion'
> & {
  readonly recordedAt: Date;
  readonly correlationId: string | null;
};

/** Field by field: V8 copies rest and spread in slow code, and all of the log passes here. */
export function eventOf(row: RawEvent): AuditedEvent {
  const { partition, accountId, type, typeVersion, data, link, correlationId } = row;
  return {
    partition,
    sequence: Number(row.sequence),
    accountId,
    accountVersion: Number(row.accountVersion),
    type,
    typeVersion,
    data,
    link,
    recordedAt: row.recordedAt.toISOString(),
    correlationId: correlationId ?? undefined,
  };
}

export const ACCOUNT = `id, version, entries, currency, posted, held, overdraft_limit AS "overdraftLimit", status`;
export type RawAccount = Raw<
  Omit<AccountRow, 'overdraftLimit'>,
  'version' | 'entries' | 'posted' | 'held'
> & { readonly overdraftLimit: string | null };

export function accountOf(row: RawAccount): AccountRow {
  return {
    ...row,
    version: Number(row.version),
    entries: Number(row.entries),
    posted: BigInt(row.posted),
    held: BigInt(row.held),
    overdraftLimit: row.overdraftLimit === null ? null : BigInt(row.overdraftLimit),
  };
}

export const HOLD = `id, account_id AS "accountId", to_id AS "to", currency, amount, captured, status`;
export type RawHold = Raw<HoldRow, 'amount' | 'captured'>;

export function holdOf(row: RawHold): HoldRow {
  return { ...row, amount: BigInt(row.amount), captured: BigInt(row.captured) };
}

export const TRANSFER = 'id, legs, reverses, reversed';
export type RawTransfer = Omit<Raw<TransferRow, 'reversed'>, 'legs'> & { readonly legs: string };

export function transferOf({ legs, reversed, ...row }: RawTransfer): TransferRow {
  return { ...row, legs: JSON.parse(legs) as TransferRow['legs'], reversed: BigInt(reversed) };
}
