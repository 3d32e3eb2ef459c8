import type { Positions, StoredEvent, LedgerEvent } from '@trine/contracts';
import type { Account } from '@trine/domain';

/** What one command adds to the log, decided on accounts of known versions. */
export interface AppendCommand {
  readonly key: string;
  /** SHA-256 of route and canonical body. */
  readonly bodyHash: Buffer;
  readonly status: number;
  /** The answer's body as JSON text, given again on a replay. */
  readonly response: string;
  readonly events: readonly LedgerEvent[];
  /** Transfer ids this command takes for ever. */
  readonly takesTransfers: readonly string[];
  /** Transfer ids that must still be free though this command does not take them (it moved no money). */
  readonly probesTransfers: readonly string[];
}

/** Several commands, appended all or none. */
export interface Append {
  /** Milliseconds since 1970; never before the last append's to the same partitions. */
  readonly recordedAt: number;
  readonly commands: readonly AppendCommand[];
  /** States after the commands of accounts that existed before, with the version each was read at. */
  readonly updated: readonly { readonly expectedVersion: number; readonly account: Account }[];
  readonly opened: readonly Account[];
  /** Accounts that were only looked at, and must still be at this version. */
  readonly verified: readonly { readonly id: string; readonly version: number }[];
}

/** The answer recorded under an idempotency key. */
export interface RecordedAnswer {
  readonly key: string;
  readonly bodyHash: Buffer;
  readonly status: number;
  readonly response: string;
  /** Consistency token of the command's events; empty when it had none. */
  readonly token: string;
}

/**
 * The record of everything that happened (invariants 1, 2, 4, 7 of the design). Any number of processes may append at
 * once. Every method may also throw the driver's errors; `isAborted` and `isUnavailable` tell what they mean.
 */
export abstract class EventStore {
  /**
   * Records all of it in one transaction and one round trip; resolves with each command's consistency token, in order.
   * @throws AppendConflict when something else was recorded first; nothing of this append is
   */
  abstract append(append: Append): Promise<string[]>;
  abstract loadAccounts(ids: readonly string[]): Promise<Map<string, Account>>;
  abstract findAnswers(keys: readonly string[]): Promise<Map<string, RecordedAnswer>>;
  /** Those of the ids that are taken. */
  abstract findTransfers(ids: readonly string[]): Promise<Set<string>>;
  abstract heads(): Promise<Positions>;
  /** By partition: the events after each of the positions, ascending and dense, at most `limit` a partition. */
  abstract readAfter(positions: Positions, limit: number): Promise<Map<number, StoredEvent[]>>;
  abstract relayCursors(): Promise<Positions>;
  /** Cursors never go back: a position behind the stored one changes nothing. */
  abstract moveRelayCursors(positions: Positions): Promise<void>;
  /** Resolves when the store answers. */
  abstract ping(): Promise<void>;
}
