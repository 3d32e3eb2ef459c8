import type { Positions, StoredEvent, LedgerEvent } from '@trine/contracts';
import type { Account, Hold, Transfer } from '@trine/domain';

/** What one command adds to the log, decided on accounts of known versions. */
export interface AppendCommand {
  readonly key: string;
  /** SHA-256 of route and canonical body. */
  readonly bodyHash: Buffer;
  readonly status: number;
  /** The answer's body as JSON text, given again on a replay. */
  readonly response: string;
  readonly events: readonly LedgerEvent[];
  /** Of the request, kept with each of its events. */
  readonly correlationId?: string | undefined;
  /** Ids that must still be free though this command does not take them (nothing came of it). */
  readonly probedTransfer?: string | undefined;
  readonly probedHold?: string | undefined;
}

/** Several commands, appended all or none. */
export interface Append {
  /** Milliseconds since 1970; never before the last append's to the same partitions. */
  readonly recordedAt: number;
  readonly commands: readonly AppendCommand[];
  /** States after the commands of accounts that existed before, with the version each was read at. */
  readonly updated: readonly { readonly expectedVersion: number; readonly account: Account }[];
  readonly opened: readonly Account[];
  /** Their ids are taken for ever. */
  readonly posted: readonly Transfer[];
  /** What was taken back, with how much of it was when it was read. */
  readonly reversed: readonly { readonly expected: bigint; readonly transfer: Transfer }[];
  readonly placed: readonly Hold[];
  /** Open holds that were captured or released, with what had been captured when they were read. */
  readonly resolved: readonly { readonly expected: bigint; readonly hold: Hold }[];
  /** Accounts that were only looked at, and must still be at this version. */
  readonly verified: readonly { readonly id: string; readonly version: number }[];
}

/** What never changes of an account. */
export interface AccountProfile {
  readonly id: string;
  readonly name?: string;
  readonly metadata?: Record<string, string>;
  /** RFC 3339. */
  readonly openedAt: string;
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

/** What became of an append. */
export interface Appended {
  /** Each command's consistency token, in order. */
  readonly tokens: readonly string[];
  /** Its events as they are stored, ascending in each partition; made when asked for. */
  readonly events: () => StoredEvent[];
}

/** An append that is ready to be sent, once. */
export interface PreparedAppend {
  /** Another one for each append of a store. */
  readonly name: string;
  /**
   * Records all of it in one transaction and one round trip.
   * @throws AppendConflict if something else was recorded first; nothing of this append is
   */
  send(): Promise<Appended>;
}

/**
 * The record of everything that happened (invariants 1, 2, 4, 7 of the design). Any number of processes may append at
 * once. Every method may also throw the driver's errors; `isAborted` and `isUnavailable` tell what they mean.
 */
export abstract class EventStore {
  /**
   * `follows`: the append that it rests on, sent last before it and perhaps not answered yet. Unless that one was
   * recorded, this one is not either: it conflicts by 'order'.
   */
  abstract prepare(append: Append, follows?: PreparedAppend): PreparedAppend;

  /** The same, sent at once. @throws AppendConflict as above */
  append(append: Append): Promise<Appended> {
    return this.prepare(append).send();
  }

  /**
   * Keeps every other append waiting while `work` makes one on the store that it is given, so that what is loaded
   * meanwhile is still so then. What `work` appends is recorded when this resolves.
   */
  abstract alone<T>(work: (store: EventStore) => Promise<T>): Promise<T>;
  abstract loadAccounts(ids: readonly string[]): Promise<Map<string, Account>>;
  abstract loadProfiles(ids: readonly string[]): Promise<Map<string, AccountProfile>>;
  abstract loadTransfers(ids: readonly string[]): Promise<Map<string, Transfer>>;
  abstract loadHolds(ids: readonly string[]): Promise<Map<string, Hold>>;
  /** Ids of open holds whose time had come by `at` (milliseconds since 1970), longest overdue first. */
  abstract dueHolds(at: number, limit: number): Promise<string[]>;
  abstract findAnswers(keys: readonly string[]): Promise<Map<string, RecordedAnswer>>;
  /** Forgets the answers that were recorded first, if before `before`, at most `limit`; resolves with how many. */
  abstract purgeAnswers(before: Date, limit: number): Promise<number>;
  /** Identity of the log: another one after a restore, since the same position may be another event then. */
  abstract logId(): Promise<string>;
  abstract heads(): Promise<Positions>;
  /** By partition: the events after each of the positions, ascending and dense, at most `limit` a partition. */
  abstract readAfter(positions: Positions, limit: number): Promise<Map<number, StoredEvent[]>>;
  /** When the earliest of the events right after these positions was recorded; undefined when there are none. */
  abstract nextRecordedAt(positions: Positions): Promise<Date | undefined>;
  abstract relayCursors(): Promise<Positions>;
  /** Cursors never go back: a position behind the stored one changes nothing. */
  abstract moveRelayCursors(positions: Positions): Promise<void>;
  /** Resolves when the store answers. */
  abstract ping(): Promise<void>;
}
