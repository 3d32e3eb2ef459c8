import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PARTITIONS, type Positions } from '@trine/contracts';
import { EventPublisher } from '@trine/event-bus';
import { LOGGER, type Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommitSignal } from '../pipeline/commit-signal.js';
import { PartitionRelay } from './partition-relay.js';
import { relayBacklog } from './relay-metrics.js';
import { RelayStore } from './relay-store.js';

/** Finds what other processes appended; our own appends wake the relay at once. */
const POLL_MS = 100;
const MAX_BACKOFF_MS = 5_000;

/**
 * Publishes the log to the bus: each partition's events in order, at least once. The cursor moves after the bus has
 * acknowledged, so a crash publishes twice, never not at all.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly partitions: PartitionRelay[];
  private stopping = false;
  private loop: Promise<void> | undefined;
  private saved: Positions = new Map();

  constructor(
    private readonly store: RelayStore,
    private readonly publisher: EventPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
    signal: CommitSignal,
  ) {
    this.partitions = Array.from(
      { length: PARTITIONS },
      (_, partition) => new PartitionRelay(partition, store, publisher, logger),
    );
    signal.listen((partition, head) => this.partitions[partition]?.reach(head));
  }

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.loop;
    await Promise.all(this.partitions.map((partition) => partition.stop()));
    await this.saveCursors().catch((error: unknown) =>
      this.logger.warn({ err: error }, 'the relay cursors were not saved'),
    );
    await this.publisher.close();
  }

  private async run(): Promise<void> {
    let backoffMs = POLL_MS;
    let started = false;
    while (!this.stopping) {
      try {
        started ||= await this.start();
        for (const [partition, head] of await this.store.heads()) this.partitions[partition]?.reach(head);
        await this.saveCursors();
        relayBacklog.set(this.partitions.reduce((sum, { backlog }) => sum + backlog, 0));
        backoffMs = POLL_MS;
      } catch (error) {
        this.logger.warn({ err: error }, 'the relay cannot go on yet');
        backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      }
      await sleep(backoffMs);
    }
  }

  private async start(): Promise<true> {
    await this.publisher.connect();
    const cursors = await this.store.relayCursors();
    for (const partition of this.partitions) partition.startAfter(cursors.get(partition.number) ?? 0);
    this.saved = cursors;
    return true;
  }

  private async saveCursors(): Promise<void> {
    const moved = new Map(
      this.partitions.flatMap(({ number, cursor }) =>
        cursor > (this.saved.get(number) ?? 0) ? [[number, cursor]] : [],
      ),
    );
    if (moved.size === 0) return;
    await this.store.moveRelayCursors(moved);
    this.saved = new Map([...this.saved, ...moved]);
  }
}
