import type { RecordedEvent, StoredEvent } from '@trine/contracts';
import { projectorMetrics } from '../projector/projector-metrics.js';
import { ViewBehindError, type ReadModel } from '../read-model.js';
import { ParkedAccounts } from './parked-accounts.js';
import { inOrder, parkedEvent, told, type ParkedEvent } from './parked-event.js';

/** While accounts wait, what waits too is counted by the batch: a larger one would stop their neighbours sooner. */
const MAX_BESIDE_PARKED = 1_000;
/** How often an event has to fail by itself before it is parked; whoever repeats it backs off in between. */
const TRIES = 5;

/**
 * Applies one partition's events to a view. A batch that the view's store refuses is asked for again in halves until
 * the poison event stands alone; that one is parked, and what follows of its account with it (invariant 11).
 */
export class PartitionApplier {
  private accounts: ParkedAccounts | undefined;
  private generation = 0;
  private size = Infinity;
  private failures = 0;
  /** The poison, if there is one, lies no further than this. */
  private suspectUpTo = 0;

  constructor(
    private readonly partition: number,
    private readonly readModel: ReadModel,
    private readonly onParked: (parked: ParkedEvent) => void,
  ) {}

  /** The most events that the next batch may have; fewer and fewer while a poison event is looked for. */
  get limit(): number {
    return this.accounts?.isEmpty === false ? Math.min(this.size, MAX_BESIDE_PARKED) : this.size;
  }

  /** What is parked may have changed: ask the view again. */
  forget(): void {
    this.accounts = undefined;
    this.generation++;
  }

  /** @throws what the view throws; the caller repeats, with no more events than `limit` tells by then */
  async apply(events: readonly RecordedEvent[]): Promise<void> {
    const accounts = await this.parkedAccounts();
    const { flowing, waiting } = accounts.split(events);
    accounts.expectRoomFor(waiting.length);
    try {
      await this.write(flowing, waiting);
      accounts.add(waiting);
    } catch (error) {
      if (!this.isPoison(flowing, error)) throw error;
      await this.parkInstead(told(flowing[0]!), waiting, error);
    }
    this.failures = 0;
    if (events.at(-1)!.sequence >= this.suspectUpTo) this.size = Infinity;
  }

  /** An event that this version cannot read: a newer one will. */
  async parkUnreadable(stored: StoredEvent, error: Error): Promise<void> {
    await this.parkInstead(stored, [], error);
  }

  private async parkInstead(
    event: Parameters<typeof parkedEvent>[0],
    waiting: readonly ParkedEvent[],
    error: unknown,
  ): Promise<void> {
    const accounts = await this.parkedAccounts();
    const poison = parkedEvent(event, error instanceof Error ? error.message : String(error));
    const parked = inOrder([...waiting, poison]);
    accounts.expectRoomFor(parked.length);
    // When the store does not take this either, it is not the event that is at fault.
    await this.write([], parked);
    accounts.add(parked);
    this.onParked(poison);
  }

  private async write(flowing: readonly RecordedEvent[], parked: readonly ParkedEvent[]): Promise<void> {
    const view = this.readModel.name;
    const done = projectorMetrics.applyDuration.startTimer({ view });
    await this.readModel.apply(this.partition, flowing, parked);
    done();
    projectorMetrics.applied.inc({ view }, flowing.length);
    projectorMetrics.applySize.observe({ view }, flowing.length);
  }

  private isPoison(flowing: readonly RecordedEvent[], error: unknown): boolean {
    if (error instanceof ViewBehindError || this.readModel.isOutage(error)) return false;
    // What only waits is refused as a whole: no event is at fault.
    if (flowing.length === 0) return false;
    if (flowing.length === 1) return ++this.failures >= TRIES;
    this.size = Math.ceil(flowing.length / 2);
    this.suspectUpTo = flowing.at(-1)?.sequence ?? 0;
    return false;
  }

  private async parkedAccounts(): Promise<ParkedAccounts> {
    if (this.accounts !== undefined) return this.accounts;
    const { generation } = this;
    const parked = await this.readModel.parked();
    const accounts = new ParkedAccounts(parked.filter(({ partition }) => partition === this.partition));
    // Forgotten meanwhile: another copy of the view may park others.
    if (generation === this.generation) this.accounts = accounts;
    return accounts;
  }
}
