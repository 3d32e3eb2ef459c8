import type {
  BalanceResponse,
  EntriesResponse,
  HoldResponse,
  Positions,
  TransferResponse,
} from '@trine/contracts';
import { inOrder, type ParkedEvent } from '@trine/event-bus';
import type { AccountDocument } from './documents/account.js';
import { holdResponse, type HoldDocument } from './documents/hold.js';
import { orUnavailable } from './reading/availability.js';
import { readBalanceAt } from './reading/balance-at.js';
import { parseCursor } from './reading/cursor.js';
import { pageText, readEntries } from './reading/entries.js';
import type { EntryFilter } from './reading/filter.js';
import { keptById, type KeptFields, type KeptKind } from './reading/kept.js';
import { DEFAULT_ENTRIES_LIMIT, MAX_ENTRIES_LIMIT } from './reading/page.js';
import { readStatement, type StatementHead } from './reading/statement.js';
import { readTransfer } from './reading/transfer.js';
import { QUERY_LIMITS } from './mongo/connection.js';
import { LiveStore, type ReadStore } from './live-store.js';
import type { HistoryConfig } from './mongo/server.js';
import { HISTORY } from './store.js';

export interface EntriesQuery extends EntryFilter {
  /** Entries on a page, 1 to {@link MAX_ENTRIES_LIMIT}; {@link DEFAULT_ENTRIES_LIMIT} when not given. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** What happened on an account. Every method throws ProblemError `unavailable`, soon, when the store is down. */
export class HistoryReader {
  readonly name = HISTORY.name;
  readonly version = HISTORY.version;
  private readonly live: LiveStore;

  constructor(config: HistoryConfig) {
    this.live = new LiveStore(config);
  }

  /**
   * A page of entries, newest first; null when there is no such account. A page may be short of `limit`, even empty,
   * and still carry `nextCursor`: when few of a long account's entries pass the filters.
   * @throws ProblemError `invalid_request` for a cursor or an amount that is none
   */
  async entries(accountId: string, query: EntriesQuery = {}): Promise<EntriesResponse | null> {
    const text = await this.entriesText(accountId, query);
    return text === null ? null : (JSON.parse(text) as EntriesResponse);
  }

  /** The same as JSON text, for whoever passes it on: most of a page need not be read or written again. */
  entriesText(accountId: string, query: EntriesQuery = {}): Promise<string | null> {
    return this.read(async (store) => {
      const start = query.cursor === undefined ? Infinity : parseCursor(query.cursor);
      const limit = Math.min(query.limit ?? DEFAULT_ENTRIES_LIMIT, MAX_ENTRIES_LIMIT);
      const page = await readEntries(store, { accountId, filter: query, start, limit });
      return page && pageText(page);
    });
  }

  /** Null when no such transfer was posted; a declined one was not, and leaves its id free. */
  transfer(id: string): Promise<TransferResponse | null> {
    return this.read((store) => readTransfer(store, id));
  }

  /** Null when no such hold was placed. */
  hold(id: string): Promise<HoldResponse | null> {
    return this.read(async (store) => {
      const document = await store.holds.findById(id, null, QUERY_LIMITS).lean();
      return document?.placedAt === undefined ? null : holdResponse(document);
    });
  }

  /** As of the last event of the account recorded by `at` (RFC 3339); null when it was opened later, or never. */
  balanceAt(accountId: string, at: string): Promise<BalanceResponse | null> {
    return this.read((store) => readBalanceAt(store, accountId, new Date(at)));
  }

  /** What occurred in a month (`yyyy-mm`, UTC), oldest first; null when there is no such account. */
  statement(accountId: string, month: string): Promise<StatementHead | null> {
    return this.read((store) => readStatement(store, accountId, month));
  }

  /** Every account, in no order, for checks. */
  async *accounts(): AsyncGenerator<Omit<AccountDocument, '_id'> & { readonly id: string }> {
    const store = await this.read(async (live) => live);
    for await (const { _id: id, ...account } of store.accounts.find().lean<AccountDocument>().cursor())
      yield { id, ...account };
  }

  /** Every hold that is open, in no order, for checks. */
  async *openHolds(): AsyncGenerator<HoldResponse> {
    const store = await this.read(async (live) => live);
    const open = { end: { $exists: false }, placedAt: { $exists: true } };
    for await (const document of store.holds.find(open).lean<HoldDocument>().cursor())
      yield holdResponse(document);
  }

  /** Those of the holds that are there, for checks. */
  holds(ids: readonly string[]): Promise<HoldResponse[]> {
    return this.read(async (store) => {
      const documents = await store.holds.find({ _id: { $in: ids }, placedAt: { $exists: true } }).lean();
      return documents.map(holdResponse);
    });
  }

  /** Those of the documents that are there, by key, for checks. */
  kept(kind: KeptKind, ids: readonly string[]): Promise<Map<string, KeptFields>> {
    return this.read((store) => keptById(store, kind, ids));
  }

  /** How many documents there are, for checks. */
  count(kind: KeptKind | 'holds'): Promise<number> {
    return this.read((store) => store[kind].collection.countDocuments());
  }

  positions(): Promise<Positions> {
    return orUnavailable(() => this.live.positions());
  }

  /** What the view could not take, and what waits behind it, in order. */
  parked(): Promise<ParkedEvent[]> {
    return this.read(async (store) => inOrder(await store.parked()));
  }

  close(): Promise<void> {
    return this.live.close();
  }

  private read<T>(query: (store: ReadStore) => Promise<T>): Promise<T> {
    return orUnavailable(async () => query(await this.live.store()));
  }
}
