import type { Position, Positions, RecordedEvent } from '@trine/contracts';
import { inOrder, ReadModel, type ParkedEvent } from '@trine/event-bus';
import { gather, writeTogether } from '@trine/platform';
import { insertNew, upsertAll } from './mongo/bulk.js';
import { isOutage } from './mongo/outage.js';
import { HistoryServer, type HistoryConfig } from './mongo/server.js';
import { HISTORY, HistoryStore, type Step } from './store.js';
import { WritePlan } from './writing/plan.js';

/** What one `apply` brings. */
interface Batch {
  readonly partition: number;
  readonly events: readonly RecordedEvent[];
  readonly parked: readonly ParkedEvent[];
}

/**
 * The writer of one copy of the history view: entries by account and number, transfers and holds by id, declines by position. Every
 * write has a key that follows from its event, so that a repeat, or the other half of a transfer, finds what is there.
 */
export class MongoHistory extends ReadModel {
  readonly name = HISTORY.name;
  readonly version = HISTORY.version;
  private readonly server: HistoryServer;
  private readonly store: HistoryStore;
  /** A statement costs about the same for one partition's events as for all of them. */
  private readonly inOneRound = gather((batches: readonly Batch[]) =>
    writeTogether(
      batches,
      (some) => this.write(some),
      (error) => !isOutage(error),
    ),
  );

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

  async apply(
    partition: number,
    events: readonly RecordedEvent[],
    parked: readonly ParkedEvent[] = [],
  ): Promise<void> {
    if (events.length + parked.length > 0) await this.inOneRound({ partition, events, parked });
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

  /** Data first, then what readers may see of it, then the positions: a crash between any two only repeats work. */
  private async write(batches: readonly Batch[]): Promise<void> {
    const plan = new WritePlan(batches.flatMap(({ events }) => events));
    await all([
      insertNew(this.store.entries, plan.entries),
      insertNew(this.store.changes, plan.changes),
      insertNew(this.store.declines, plan.declines),
      insertNew(this.store.reversals, plan.reversals),
      insertNew(this.store.transfers, plan.transfers),
      upsertAll(this.store.transfers, plan.legs),
      upsertAll(this.store.holds, plan.holds),
    ]);
    const steps = batches.map(stepOf);
    // A mark says that all before it is there: not when the server has gone back to an older state.
    if (plan.accounts.length > 0) await this.store.ensureJoining(steps);
    await upsertAll(this.store.accounts, plan.accounts);
    await this.store.advance(steps);
  }
}

/** Rejects with the first failure when nothing is under way any more: what is tried again must not meet itself. */
async function all(writes: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(writes);
  await Promise.all(writes);
}

function stepOf({ partition, events, parked }: Batch): Step {
  const all = parked.length === 0 ? events : inOrder([...events, ...parked]);
  return { partition, first: all[0]!.sequence, last: all.at(-1)!.sequence, parked };
}
