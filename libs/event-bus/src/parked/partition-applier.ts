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

  /**
   * Applies events as they are stored. False when they have to be decoded: the view cannot read them, or refuses some;
   * accounts wait; or a poison event is being looked for.
   * @throws what the view throws, unless it is a refusal
   */
  async applyStored(events: readonly StoredEvent[]): Promise<boolean> {
    if (!this.readModel.readsStored || this.size < Infinity) return false;
    if (!(await this.parkedAccounts()).isEmpty) return false;
    try {
      await this.measured(events.length, () => this.readModel.applyStored(this.partition, events));
      return true;
    } catch (error) {
      if (this.isRefusal(error)) return false;
      throw error;
    }
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
    await this.measured(flowing.length, () => this.readModel.apply(this.partition, flowing, parked));
  }

  private async measured(size: number, write: () => Promise<void>): Promise<void> {
    const view = this.readModel.name;
    const done = projectorMetrics.applyDuration.startTimer({ view });
    await write();
    done();
    projectorMetrics.applied.inc({ view }, size);
    projectorMetrics.applySize.observe({ view }, size);
  }

  /** The view's store works, and stands where it should: it is what it was given that it does not take. */
  private isRefusal(error: unknown): boolean {
    return !(error instanceof ViewBehindError) && !this.readModel.isOutage(error);
  }

  private isPoison(flowing: readonly RecordedEvent[], error: unknown): boolean {
    if (!this.isRefusal(error)) return false;
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
