import type { Position, Positions, RecordedEvent } from '@trine/contracts';
import { inOrder, ReadModel, type ParkedEvent } from '@trine/event-bus';
import { insertNew, upsertAll } from './mongo/bulk.js';
import { isOutage } from './mongo/outage.js';
import { HistoryServer, type HistoryConfig } from './mongo/server.js';
import { HISTORY, HistoryStore } from './store.js';
import { WritePlan } from './writing/plan.js';

/**
 * The writer of one copy of the history view: entries by account and number, transfers and holds by id, declines by position. Every
 * write has a key that follows from its event, so that a repeat, or the other half of a transfer, finds what is there.
 */
export class MongoHistory extends ReadModel {
  readonly name = HISTORY.name;
  readonly version = HISTORY.version;
  private readonly server: HistoryServer;
  private readonly store: HistoryStore;

  constructor(config: HistoryConfig, copy = 0) {
    super();
    this.server = new HistoryServer(config);
    this.store = new HistoryStore(this.server, copy);
  }

  async connect(): Promise<void> {
    await this.server.open();
    await this.store.migrate();
  }

  positions(): Promise<Positions> {
    return this.store.positions();
  }

  /** Data first, then what readers may see of it, then the position: a crash between any two only repeats work. */
  async apply(
    partition: number,
    events: readonly RecordedEvent[],
    parked: readonly ParkedEvent[] = [],
  ): Promise<void> {
    const all = parked.length === 0 ? events : inOrder([...events, ...parked]);
    if (all.length === 0) return;
    const plan = new WritePlan(events);
    await Promise.all([
      insertNew(this.store.entries, plan.entries),
      insertNew(this.store.changes, plan.changes),
      insertNew(this.store.declines, plan.declines),
      insertNew(this.store.reversals, plan.reversals),
      insertNew(this.store.transfers, plan.transfers),
      upsertAll(this.store.transfers, plan.legs),
      upsertAll(this.store.holds, plan.holds),
    ]);
    await upsertAll(this.store.accounts, plan.accounts);
    const range = { first: all[0]!.sequence, last: all.at(-1)!.sequence };
    await this.store.advance(partition, range, parked);
  }

  parked(): Promise<ParkedEvent[]> {
    return this.store.parked();
  }

  park(parked: readonly ParkedEvent[]): Promise<void> {
    return this.store.park(parked);
  }

  unpark(positions: readonly Position[]): Promise<void> {
    return this.store.unpark(positions);
  }

  isOutage(error: unknown): boolean {
    return isOutage(error);
  }

  onConnectionLost(listener: () => void): void {
    this.server.onConnectionLost(listener);
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
