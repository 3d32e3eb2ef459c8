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
  readonly amount: bigint;
  readonly captured: bigint;
  readonly status: HoldStatus;
}

/** A transfer of which something was taken back: minor units of its first leg. */
export interface ReversedRow {
  readonly id: string;
  readonly reversed: bigint;
}

/** The event store as it is, byte for byte, for whoever checks it. Nothing can be written through it. */
export abstract class LedgerAudit {
  /** All partitions as of one moment, ascending. */
  abstract ends(): Promise<PartitionEnd[]>;
  /** Events after a sequence, ascending, at most `limit`. */
  abstract events(partition: number, after: number, limit: number): Promise<AuditedEvent[]>;
  /** Rows of the accounts whose id is after another's, ascending, at most `limit`; '' begins. */
  abstract accounts(after: string, limit: number): Promise<AccountRow[]>;
  /** The same for holds. */
  abstract holds(after: string, limit: number): Promise<HoldRow[]>;
  /** The same for transfers that were taken back. */
  abstract reversed(after: string, limit: number): Promise<ReversedRow[]>;
  abstract close(): Promise<void>;
}
