import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PARTITIONS, type Positions } from '@trine/contracts';
import { EventPublisher } from '@trine/event-bus';
import { errorFields } from '@trine/event-store';
import { Backoff, LOGGER, type Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommitSignal } from '../pipeline/commit-signal.js';
import { PartitionRelay } from './partition-relay.js';
import { relayBacklog } from './relay-metrics.js';
import { RelayStore } from './relay-store.js';

/** Finds what other processes appended; our own appends wake the relay at once. */
const POLL_MS = 100;
const BACKOFF = { firstMs: 200, maxMs: 5_000 };

/**
 * Publishes the log to the bus: each partition's events in order, at least once. The cursor moves after the bus has
 * acknowledged, so a crash publishes twice, never not at all.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly backoff = new Backoff(BACKOFF);
  private readonly partitions: PartitionRelay[];
  private loop: Promise<void> | undefined;
  /** As stored; undefined until they were read, and nothing is published before. */
  private saved: Positions | undefined;
  private connected = false;

  constructor(
    private readonly store: RelayStore,
    private readonly publisher: EventPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
    signal: CommitSignal,
  ) {
    this.partitions = Array.from(
      { length: PARTITIONS },
      (_, number) => new PartitionRelay(number, store, publisher, logger, this.stopping.signal),
    );
    signal.listen((partition, head) => this.partitions[partition]?.reach(head));
  }

  /** How much the bus does not have yet, in words. */
  describe(): string {
    return `${this.backlog} events wait to be published${this.connected ? '' : '; the bus has not answered yet'}`;
  }

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await Promise.all(this.partitions.map((partition) => partition.stopped()));
    await this.saveCursors().catch((error: unknown) => this.warn(error, 'the relay cursors were not saved'));
    await this.publisher.close();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.turn();
        this.backoff.reset();
        await sleep(POLL_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      } catch (error) {
        this.warn(error, 'the relay cannot go on yet');
        await this.backoff.wait(this.stopping.signal);
      }
    }
  }

  private async turn(): Promise<void> {
    this.saved ??= await this.readCursors();
    for (const [partition, head] of await this.store.heads()) this.partitions[partition]?.reach(head);
    relayBacklog.set(this.backlog);
    if (!this.connected) {
      await this.publisher.connect();
      this.connected = true;
      for (const partition of this.partitions) partition.start();
    }
    await this.saveCursors();
  }

  private async readCursors(): Promise<Positions> {
    const cursors = await this.store.relayCursors();
    for (const partition of this.partitions) partition.cursor = cursors.get(partition.number) ?? 0;
    return cursors;
  }

  private async saveCursors(): Promise<void> {
    const saved = this.saved ?? new Map<number, number>();
    const moved = new Map(
      this.partitions
        .filter(({ number, cursor }) => cursor > (saved.get(number) ?? 0))
        .map(({ number, cursor }) => [number, cursor]),
    );
    if (moved.size === 0) return;
    await this.store.moveRelayCursors(moved);
    this.saved = new Map([...saved, ...moved]);
  }

  private get backlog(): number {
    return this.partitions.reduce((sum, { backlog }) => sum + backlog, 0);
  }

  private warn(error: unknown, message: string): void {
    this.logger.warn({ err: errorFields(error) }, message);
  }
}
