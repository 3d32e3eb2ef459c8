import type { Position, Positions, RecordedEvent, StoredEvent } from '@trine/contracts';
import { ReadModel, ViewBehindError, type ParkedEvent } from '@trine/event-bus';
import { isOutage } from './clickhouse/client.js';
import { AnalyticsStore, type AnalyticsConfig } from './store.js';
import { parkedRow, unparkedRow } from './tables/parked.js';
import { ANALYTICS } from './tables/version.js';
import { FILLING, InsertBuffer, LIVE } from './writing/insert-buffer.js';
import { rowsOf, type Rows } from './writing/rows.js';
import { rowsOfStored } from './writing/stored-rows.js';

/** The writer of one copy of the analytics view: rows keyed by their event's position, so that a repeat replaces itself. */
export class ClickHouseAnalytics extends ReadModel {
  readonly name = ANALYTICS.name;
  readonly version = ANALYTICS.version;
  private readonly store: AnalyticsStore;
  private readonly buffer: InsertBuffer;
  /** The live copy has no table for them. */
  override readonly readsStored: boolean;

  constructor(config: AnalyticsConfig, copy = 0) {
    super();
    this.store = new AnalyticsStore(config, copy);
    this.readsStored = copy !== 0;
    this.buffer = new InsertBuffer(
      (batches) => this.write(batches),
      (error) => !isOutage(error),
      this.readsStored ? FILLING : LIVE,
    );
  }

  connect(): Promise<void> {
    return this.store.migrate();
  }

  positions(): Promise<Positions> {
    return this.store.positions();
  }

  async apply(
    partition: number,
    events: readonly RecordedEvent[],
    parked: readonly ParkedEvent[] = [],
  ): Promise<void> {
    if (events.length + parked.length > 0) await this.buffer.add(rowsOf(partition, events, parked));
  }

  override async applyStored(partition: number, events: readonly StoredEvent[]): Promise<void> {
    if (events.length > 0) await this.buffer.add(rowsOfStored(partition, events));
  }

  parked(): Promise<ParkedEvent[]> {
    return this.store.parked();
  }

  park(parked: readonly ParkedEvent[]): Promise<void> {
    return this.store.insert('parked', parked.map(parkedRow));
  }

  unpark(positions: readonly Position[]): Promise<void> {
    return this.store.insert('parked', positions.map(unparkedRow));
  }

  isOutage(error: unknown): boolean {
    return isOutage(error);
  }

  onConnectionLost(listener: () => void): void {
    this.store.onConnectionLost(listener);
  }

  async close(): Promise<void> {
    await this.buffer.drain();
    await this.store.close();
  }

  /** A server that was started again from an older state has lost what lies before a batch. */
  private async ensureJoining(batches: readonly Rows[]): Promise<void> {
    const applied = await this.store.positions();
    for (const { first, position } of batches) {
      if ((applied.get(position.partition) ?? 0) >= first - 1) continue;
      throw new ViewBehindError(
        `The view stands before ${position.partition}:${first}, where a batch begins`,
      );
    }
  }

  /** Positions only after all rows: a crash in between only repeats work. */
  private async write(batches: readonly Rows[]): Promise<void> {
    const { store } = this;
    const entries = batches.flatMap((batch) => batch.entries);
    const declines = batches.flatMap((batch) => batch.declines);
    const holds = batches.flatMap((batch) => batch.holds);
    const parked = batches.flatMap((batch) => batch.parked);
    await Promise.all([
      store.insert('entries', entries),
      store.insertLogEntries(batches.map(({ logEntries }) => logEntries)),
      store.insert('declines', declines),
      store.insert('holds', holds),
      store.insert('parked', parked),
    ]);
    await this.ensureJoining(batches);
    const positions = batches.map(({ position }) => position);
    await store.insert('positions', positions);
  }
}
