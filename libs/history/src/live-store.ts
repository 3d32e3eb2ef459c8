import { ProblemError, type Positions } from '@trine/contracts';
import { CopyRecords } from './mongo/copy-record.js';
import { HistoryServer, type HistoryConfig } from './mongo/server.js';
import { HISTORY, HistoryStore } from './store.js';

/** How long a reader holds to a copy before it asks again which one is live; a left one stays for much longer. */
const HOLD_MS = 500;

/** The copy of the view that readers read. */
export class LiveStore {
  private readonly server: HistoryServer;
  private readonly records: CopyRecords;
  private readonly stores = new Map<number, HistoryStore>();
  private live: HistoryStore | undefined;
  private askedAt = -Infinity;

  constructor(config: HistoryConfig) {
    this.server = new HistoryServer(config);
    this.records = new CopyRecords(this.server);
  }

  /** @throws ProblemError `unavailable` while the live copy is of another version than this code can read */
  async store(): Promise<HistoryStore> {
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

  private async ask(): Promise<HistoryStore> {
    const record = await this.records.read();
    if (record !== undefined && record.live.version !== HISTORY.version) {
      this.live = undefined;
      throw new ProblemError('unavailable', 'The history view is being rebuilt for another version');
    }
    this.askedAt = performance.now();
    return (this.live = this.storeOf(record?.live.number ?? 0));
  }

  private storeOf(copy: number): HistoryStore {
    const store = this.stores.get(copy) ?? new HistoryStore(this.server, copy);
    this.stores.set(copy, store);
    return store;
  }
}
