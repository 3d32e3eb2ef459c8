import { ProblemError, type Positions } from '@trine/contracts';
import { LRUCache } from 'lru-cache';
import type { AccountDocument } from './documents/account.js';
import { CopyRecords } from './mongo/copy-record.js';
import { HistoryServer, type HistoryConfig } from './mongo/server.js';
import { NewestPages } from './reading/newest-pages.js';
import { HISTORY, HistoryStore } from './store.js';

/** How long a reader holds to a copy before it asks again which one is live; a left one stays for much longer. */
const HOLD_MS = 500;

/** About 200 bytes each. */
const MAX_KNOWN = 20_000;

/** A copy as it is read: with its accounts, and their newest entries, as they were last seen; both may have grown since. */
export class ReadStore extends HistoryStore {
  readonly known = new LRUCache<string, AccountDocument>({ max: MAX_KNOWN });
  readonly newestPages = new NewestPages(this.entries);

  forget(): void {
    this.known.clear();
    this.newestPages.clear();
  }
}

/** The copy of the view that readers read. */
export class LiveStore {
  private readonly server: HistoryServer;
  private readonly records: CopyRecords;
  private readonly stores = new Map<number, ReadStore>();
  private live: ReadStore | undefined;
  private askedAt = -Infinity;

  constructor(config: HistoryConfig) {
    this.server = new HistoryServer(config);
    this.records = new CopyRecords(this.server);
  }

  /** @throws ProblemError `unavailable` while the live copy is of another version than this code can read */
  async store(): Promise<ReadStore> {
    await this.server.open();
    if (this.live === undefined || performance.now() - this.askedAt > HOLD_MS) return this.ask();
    return this.live;
  }

  /** Always of the copy that is live now: whoever has waited for a position finds it in what is read next. */
  async positions(): Promise<Positions> {
    await this.server.open();
    const known = this.live;
    const [positions, live] = await Promise.all([known?.positions(), this.ask()]);
    return live === known && positions !== undefined ? positions : live.positions();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async ask(): Promise<ReadStore> {
    const record = await this.records.read();
    if (record !== undefined && record.live.version !== HISTORY.version) {
      this.live?.forget();
      this.live = undefined;
      throw new ProblemError('unavailable', 'The history view is being rebuilt for another version');
    }
    this.askedAt = performance.now();
    const live = this.storeOf(record?.live.number ?? 0);
    if (this.live !== live) this.live?.forget();
    return (this.live = live);
  }

  private storeOf(copy: number): ReadStore {
    const store = this.stores.get(copy) ?? new ReadStore(this.server, copy);
    this.stores.set(copy, store);
    return store;
  }
}
