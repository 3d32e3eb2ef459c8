import type { AccountStatus, HoldStatus, Position, StoredEvent } from '@trine/contracts';

/** Where a partition ends: its head, and the tamper chain's link there. */
export interface PartitionEnd extends Position {
  readonly link: Buffer;
  /** The highest sequence of its events, which is the head's. */
  readonly last: number;
}

/** An event as stored, with what the store keeps beside it. */
export interface AuditedEvent extends StoredEvent {
  readonly accountVersion: number;
  /** Of the tamper chain. */
  readonly link: Buffer;
}

/** What the event store decides on. Money is in minor units; a limit of null is unlimited. */
export interface AccountRow {
  readonly id: string;
  readonly version: number;
  readonly entries: number;
  readonly currency: string;
  readonly posted: bigint;
  readonly held: bigint;
  readonly overdraftLimit: bigint | null;
  readonly status: AccountStatus;
}

/** A hold as the event store decides on it. Money is in minor units. */
export interface HoldRow {
  readonly id: string;
  readonly accountId: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly captured: bigint;
  readonly status: HoldStatus;
}

/** A transfer as the event store keeps it; amounts are decimal strings. */
export interface TransferRow {
  readonly id: string;
  readonly legs: readonly [from: string, to: string, amount: string, currency: string][];
  readonly reverses: string | null;
  /** Minor units of the first leg that were taken back. */
  readonly reversed: bigint;
}

/** A place to begin at: an event that is taken as it is, and its link. Sequence 0 is before the first event. */
export interface PartitionStart extends Position {
  readonly link: Buffer;
}

/** The event store as it is, byte for byte, for whoever checks it. Nothing can be written through it. */
export abstract class LedgerAudit {
  /** All partitions as of one moment, ascending. */
  abstract ends(): Promise<PartitionEnd[]>;
  /** Of every partition the last event that was recorded before `since`, ascending. */
  abstract starts(since: Date): Promise<PartitionStart[]>;
  /** Events after a sequence, ascending, at most `limit`. */
  abstract events(partition: number, after: number, limit: number): Promise<AuditedEvent[]>;
  /** Ids of the accounts that have events after a sequence, in no order. */
  abstract touched(partition: number, after: number): Promise<string[]>;
  /** Rows of the accounts whose id is after another's, ascending, at most `limit`; '' begins. */
  abstract accounts(after: string, limit: number): Promise<AccountRow[]>;
  /** Those of the accounts that there are. */
  abstract accountsOf(ids: readonly string[]): Promise<AccountRow[]>;
  /** As `accounts`, for open holds. */
  abstract openHolds(after: string, limit: number): Promise<HoldRow[]>;
  abstract holdsOf(ids: readonly string[]): Promise<HoldRow[]>;
  /** As `accounts`, for transfers that were taken back. */
  abstract reversed(after: string, limit: number): Promise<TransferRow[]>;
  abstract transfersOf(ids: readonly string[]): Promise<TransferRow[]>;
  /** How many rows there are. */
  abstract count(table: 'transfers' | 'holds'): Promise<number>;
  abstract close(): Promise<void>;
}
