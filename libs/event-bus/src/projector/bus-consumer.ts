import { decodeCloudEvent, UndecodableEventError, type RecordedEvent } from '@trine/contracts';
import type { Logger } from '@trine/platform';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PartitionProjector } from './partition-projector.js';

/** How long a fetch waits for more: the floor of a view's lag. */
const MAX_WAIT_MS = 50;
/** A member that says nothing for this long is taken for gone and its partitions go to another. */
const SESSION_TIMEOUT_MS = 30_000;
const HEARTBEAT_MS = 3_000;
const CONCURRENT_PARTITIONS = 4;
const MAX_BYTES_PER_PARTITION = 1024 * 1024;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 2_000;

interface ConsumerOptions {
  readonly topic: string;
  readonly groupId: string;
  readonly partitions: readonly PartitionProjector[];
  /** Called with the partitions this process is to project, whenever the group has agreed on them. */
  readonly onAssigned: (partitions: readonly number[]) => void;
  readonly logger: Logger;
}

/** The bus's side of a projector: brings each partition's messages, in order, until they are applied. */
export class BusConsumer {
  private readonly consumer: Consumer;
  private stopping = false;
  private loop: Promise<void> | undefined;
  private crashed: () => void = () => undefined;

  constructor(
    kafka: Kafka,
    private readonly options: ConsumerOptions,
  ) {
    const { groupId, topic, onAssigned } = options;
    this.consumer = kafka.consumer({
      groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
      // Restarting is ours: kafkajs gives up on some errors, and a projector never may.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
    this.consumer.on(this.consumer.events.CRASH, () => this.crashed());
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) => {
      onAssigned(payload.memberAssignment[topic] ?? []);
    });
  }

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.crashed();
    await this.consumer.disconnect();
    await this.loop;
  }

  /** Consumes until told to stop, however often the bus goes away. */
  private async run(): Promise<void> {
    const { topic, logger } = this.options;
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.stopping) {
      const crash = new Promise<void>((resolve) => (this.crashed = resolve));
      try {
        await this.consumer.connect();
        await this.consumer.subscribe({ topic, fromBeginning: true });
        await this.consumer.run({
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
          eachBatch: (payload) => this.onBatch(payload),
        });
        backoffMs = FIRST_BACKOFF_MS;
        await crash;
      } catch (error) {
        logger.warn({ err: error }, 'the bus cannot be consumed yet');
      }
      if (this.stopping) return;
      await this.consumer.disconnect().catch(() => undefined);
      await sleep(backoffMs);
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
    }
  }

  private async onBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const projector = this.options.partitions[batch.partition];
    if (projector === undefined)
      throw new Error(`The topic has a partition ${batch.partition}, the ledger has not`);
    const events = batch.messages.flatMap(({ value }) => this.decode(value));
    let backoffMs = FIRST_BACKOFF_MS;
    while (payload.isRunning() && !payload.isStale()) {
      try {
        await projector.take(events, () => payload.heartbeat());
        payload.resolveOffset(batch.lastOffset());
        return;
      } catch (error) {
        this.options.logger.warn(
          { err: error, partition: batch.partition },
          'events could not be applied yet',
        );
        await sleep(backoffMs);
        await payload.heartbeat();
        backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      }
    }
  }

  /** What cannot be read here is a gap, and gaps are filled from the event store. */
  private decode(value: Buffer | null): RecordedEvent[] {
    try {
      return value === null ? [] : [decodeCloudEvent(value.toString())];
    } catch (error) {
      if (!(error instanceof UndecodableEventError)) throw error;
      this.options.logger.warn({ err: error }, 'a message is no event; the event store is asked instead');
      return [];
    }
  }
}
