import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EventPublisher } from '@trine/event-bus';
import { errorFields } from '@trine/event-store';
import { Backoff, LOGGER, type Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommitSignal } from '../pipeline/commit-signal.js';
import { Bell } from './bell.js';
import { Cursors } from './cursors.js';
import { watchForLoss } from './loss-watch.js';
import { LogTail } from './log-tail.js';
import { PartitionRelay } from './partition-relay.js';
import { relayMetrics } from './relay-metrics.js';
import { RelayStore } from './relay-store.js';

/** Finds what other processes appended; our own appends ring at once. */
const POLL_MS = 100;
/** Under load, how often the log is asked for them; shorter than a poll, which may come a little early. */
const ASK_MS = 90;
/** How often the cursors are saved, and the backlog counted: a save is a commit. */
const MEASURE_MS = 250;
/**
 * Between two turns under load. A turn costs the bus, and everybody who reads from it, about the same for one event as
 * for a hundred: the more there is, the further they are apart, from about a thousand transfers a second on.
 */
const PACE = { minMs: 12, msPerEvent: 0.5, maxMs: 60 };
/** Events of one partition read, and on their way, at a time. */
const PAGE = 500;
const BACKOFF = { firstMs: 200, maxMs: 5_000 };
/** A bus that does not answer holds up no exit: what it has not acknowledged is published by whoever comes next. */
const STOP_TIMEOUT_MS = 5_000;

/**
 * Publishes the log to the bus: each partition's events in order, at least once. The cursor moves after the bus has
 * acknowledged, so a crash publishes twice, never not at all.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly backoff = new Backoff(BACKOFF);
  private readonly bell = new Bell();
  private readonly cursors: Cursors;
  private readonly tail: LogTail;
  private partitions: readonly PartitionRelay[] = [];
  private backlog = 0;
  private connected = false;
  private loop: Promise<void> | undefined;
  private watching: Promise<void> | undefined;

  constructor(
    private readonly store: RelayStore,
    private readonly publisher: EventPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
    signal: CommitSignal,
  ) {
    this.cursors = new Cursors(store);
    this.tail = new LogTail(store, ASK_MS);
    signal.listen((appended) => {
      this.tail.add(appended.events());
      this.bell.ring();
    });
  }

  /** How much the bus does not have yet, in words. */
  describe(): string {
    const silent = !this.connected || this.partitions.some(({ failing }) => failing);
    return `${this.backlog} events wait to be published${silent ? '; the bus does not answer' : ''}`;
  }

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.bell.ring();
    const stopped = new AbortController();
    const finished = this.finish().finally(() => stopped.abort());
    const limit = sleep(STOP_TIMEOUT_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    await Promise.race([finished, limit]);
    await this.cursors
      .save(this.partitions)
      .catch((error: unknown) => this.warn(error, 'the relay cursors were not saved'));
  }

  private async finish(): Promise<void> {
    await Promise.all([this.loop, this.watching]);
    await Promise.all(this.partitions.map((partition) => partition.settled()));
    await this.publisher.close();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.start();
        const published = await this.turn();
        await (published > 0 ? sleep(paceOf(published)) : this.bell.wait(POLL_MS));
        this.backoff.reset();
      } catch (error) {
        this.warn(error, 'the relay cannot go on yet');
        await this.backoff.wait(this.stopping.signal);
      }
    }
  }

  /** What has to be done once, tried again until it is. */
  private async start(): Promise<void> {
    if (this.partitions.length === 0) {
      this.partitions = [...(await this.cursors.load())].map(
        ([number, cursor]) =>
          new PartitionRelay(number, cursor, this.publisher, this.logger, this.stopping.signal),
      );
    }
    await this.measure();
    if (this.connected) return;
    await this.publisher.connect();
    this.connected = true;
    this.watching = watchForLoss(this.partitions, this.publisher, this.logger, this.stopping.signal);
  }

  /** Hands a page to every partition that is idle and behind; resolves with how many events these are. */
  private async turn(): Promise<number> {
    const idle = this.partitions.filter((partition) => partition.idle);
    const pages = await this.tail.after(new Map(idle.map(({ number, cursor }) => [number, cursor])), PAGE);
    for (const partition of idle) {
      const page = pages.get(partition.number);
      if (page !== undefined) partition.send(page, () => this.bell.ring());
    }
    return [...pages.values()].reduce((sum, page) => sum + page.length, 0);
  }

  /** Saves the cursors and counts what is behind them, now and then, however busy the relay is. */
  private async measure(): Promise<void> {
    if (!this.cursors.isDue(MEASURE_MS)) return;
    await this.cursors.save(this.partitions);
    const heads = await this.store.heads();
    this.backlog = this.partitions.reduce(
      (sum, { number, cursor }) => sum + Math.max(0, (heads.get(number) ?? 0) - cursor),
      0,
    );
    const cursors = new Map(this.partitions.map(({ number, cursor }) => [number, cursor]));
    const oldest = this.backlog === 0 ? undefined : await this.store.nextRecordedAt(cursors);
    relayMetrics.backlog.set(this.backlog);
    relayMetrics.age.set(oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.getTime()));
  }

  private warn(error: unknown, message: string): void {
    this.logger.warn({ err: errorFields(error) }, message);
  }
}

/** Milliseconds until the next turn, after one with that many events. */
function paceOf(events: number): number {
  return Math.min(PACE.maxMs, Math.max(PACE.minMs, events * PACE.msPerEvent));
}
