import { UndecodableEventError, type RecordedEvent, type StoredEvent } from '@trine/contracts';
import type { LogReader } from '../log/log-reader.js';
import { readable } from '../log/readable.js';
import type { ParkedEvent } from '../parked/parked-event.js';
import { PartitionApplier } from '../parked/partition-applier.js';
import { redrive } from '../parked/redrive.js';
import type { ReadModel } from '../read-model.js';
import { continuationOf } from './continuation.js';
import { FillShare } from './fill-share.js';
import { LogPages } from './log-pages.js';
import { projectorMetrics } from './projector-metrics.js';

type Progress = () => Promise<void>;
const unheard: Progress = () => Promise.resolve();

export interface PartitionOptions {
  readonly readModel: ReadModel;
  readonly log: LogReader;
  /** Once aborted, no further batch is begun, and what was asked rejects. */
  readonly stopping: AbortSignal;
  /** Hears of each event that is set aside because the view cannot take it. */
  readonly onParked?: (parked: ParkedEvent) => void;
  /** Of all partitions of the view in this process. */
  readonly share?: FillShare;
}

/** Events of one delivery that are applied at a time. */
const MAX_APPLY = 2_000;

/**
 * One partition's way into a view: one thing at a time, in order, from the position that the view's own store tells
 * (invariants 8 and 9).
 */
export class PartitionProjector {
  private position: number | undefined;
  private generation = 0;
  private chain: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private readonly readModel: ReadModel;
  private readonly log: LogReader;
  private readonly stopping: AbortSignal;
  private readonly share: FillShare;
  private readonly applier: PartitionApplier;
  private readonly pages: LogPages;

  constructor(
    readonly partition: number,
    { readModel, log, stopping, onParked = () => undefined, share = new FillShare() }: PartitionOptions,
  ) {
    this.readModel = readModel;
    this.log = log;
    this.stopping = stopping;
    this.share = share;
    this.applier = new PartitionApplier(partition, readModel, onParked);
    this.pages = new LogPages(partition, log);
  }

  /** Where the view stands, as far as is known here. */
  get applied(): number | undefined {
    return this.position;
  }

  /** Whether events of that log are the view's; of a message that does not say so it is not known. */
  takesFrom(logId: string | undefined): boolean {
    const { logId: own } = this.readModel;
    return logId === undefined || own === undefined || logId === own;
  }

  get busy(): boolean {
    return this.waiting > 0;
  }

  /** The view's store may have gone back, or another process may have written: ask it again before the next event. */
  forget(): void {
    this.position = undefined;
    this.applier.forget();
    this.pages.forget();
    this.generation++;
  }

  /**
   * Applies what is new of a delivery, and from the log whatever is missing before it. `onProgress` is called after
   * each batch; when it rejects, so does this.
   */
  async take(events: readonly RecordedEvent[], onProgress: Progress = unheard): Promise<void> {
    return this.serially(async () => {
      let rest = events;
      while (rest.length > 0) {
        // Asked anew for each part: the store may have been lost and gone back since the one before.
        const { run, beyondGap } = continuationOf(await this.current(), rest);
        if (run.length > 0) {
          const limit = Math.min(MAX_APPLY, this.applier.limit);
          await this.apply(run.slice(0, limit));
          await onProgress();
          rest = [...run.slice(limit), ...beyondGap];
        } else {
          if (beyondGap.length > 0) await this.fillUpTo(beyondGap[0]!.sequence - 1, onProgress);
          rest = beyondGap;
        }
      }
    });
  }

  /** Applies from the log up to `head`: what the bus lost, or never told. */
  async catchUp(head: number): Promise<void> {
    return this.serially(() => this.fillUpTo(head, unheard));
  }

  /** Applies what is parked and due. */
  async redrive(): Promise<void> {
    return this.serially(async () => {
      await redrive(this.partition, this.readModel, this.log);
      this.applier.forget();
    });
  }

  /** Resolves when nothing is being applied any more. */
  async settled(): Promise<void> {
    await this.chain;
  }

  private async fillUpTo(head: number, onProgress: Progress): Promise<void> {
    await this.share.during(async () => {
      for (let after = await this.current(); after < head; after = await this.current()) {
        await this.applyFromLog(after, head);
        await onProgress();
      }
    });
  }

  private async applyFromLog(after: number, head: number): Promise<void> {
    try {
      const page = await this.pages.read(after, head, Math.min(this.share.page, this.applier.limit));
      if (page.length === 0)
        throw new Error(`The log has no event ${this.partition}:${after + 1}, though ${head} is known`);
      const applied = (await this.applyStored(page)) || (await this.applyDecoded(page));
      projectorMetrics.refilled.inc({ view: this.readModel.name }, applied);
    } catch (error) {
      if (!(error instanceof UndecodableEventError) || error.stored === undefined) throw error;
      await this.moveTo(after + 1, () => this.applier.parkUnreadable(error.stored!, error));
    }
  }

  /** How many it were: none when the view cannot take them as they are stored. */
  private async applyStored(page: readonly StoredEvent[]): Promise<number> {
    const taken = await this.moveTo(page.at(-1)!.sequence, () => this.applier.applyStored(page));
    return taken ? page.length : 0;
  }

  private async applyDecoded(page: readonly StoredEvent[]): Promise<number> {
    const events = readable(page);
    await this.apply(events);
    return events.length;
  }

  private async apply(events: readonly RecordedEvent[]): Promise<void> {
    await this.moveTo(events.at(-1)!.sequence, () => this.applier.apply(events));
  }

  /** False, and no step, when `write` says that it did nothing. */
  private async moveTo(sequence: number, write: () => Promise<boolean | void>): Promise<boolean> {
    this.stopping.throwIfAborted();
    const { generation } = this;
    if ((await write()) === false) return false;
    // Forgotten meanwhile: what the store says now counts more than what was just written to it.
    if (generation === this.generation) this.position = sequence;
    return true;
  }

  private async current(): Promise<number> {
    if (this.position !== undefined) return this.position;
    const { generation } = this;
    const position = (await this.readModel.positions()).get(this.partition) ?? 0;
    if (generation === this.generation) this.position = position;
    return position;
  }

  /** A failure leaves the position unknown: part of the work may have been done. */
  private async serially(work: () => Promise<void>): Promise<void> {
    this.waiting++;
    const turn = this.chain.then(work);
    this.chain = turn.catch(() => this.forget());
    try {
      await turn;
    } finally {
      this.waiting--;
    }
  }
}
