import { Backoff, type Logger } from '@trine/platform';
import type { Consumer, Kafka } from 'kafkajs';
import { BatchHandler, HEARTBEAT_MS } from './batch-handler.js';
import { faultOf } from './fault.js';
import type { PartitionProjector } from './partition-projector.js';

/** How long a fetch waits while there is nothing, at most; an event ends it at once. A stop waits for it. */
const MAX_WAIT_MS = 250;
/** A member that says nothing for this long is taken for gone and its partitions go to another. */
const SESSION_TIMEOUT_MS = 10_000;
/** With {@link CONCURRENT_PARTITIONS}, what the bus may put into memory at once: 16 MiB. */
const MAX_BYTES_PER_PARTITION = 1024 * 1024;
/** All of the ledger's: a partition whose events cannot be applied holds up no other. */
const CONCURRENT_PARTITIONS = 16;
/** How often the group hears how far we have come: only where a restart begins to read, the view itself knows what it has. */
const COMMIT_MS = 1_000;
const BACKOFF = { firstMs: 100, maxMs: 2_000 };

interface ConsumerOptions {
  readonly topic: string;
  readonly groupId: string;
  readonly partitions: readonly PartitionProjector[];
  /** Called with the partitions this process is to project, whenever the group has agreed on them. */
  readonly onAssigned: (partitions: readonly number[]) => void;
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

/** The bus's side of a projector: brings each partition's messages, in order, until they are applied. */
export class BusConsumer {
  private readonly consumer: Consumer;
  private readonly batches: BatchHandler;
  private loop: Promise<void> | undefined;
  private joined = false;
  private ended: () => void = () => undefined;

  constructor(
    kafka: Kafka,
    private readonly options: ConsumerOptions,
  ) {
    const { groupId, topic, partitions, onAssigned, stopping, logger } = options;
    this.batches = new BatchHandler(partitions, stopping, logger);
    this.consumer = kafka.consumer({
      groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      minBytes: 1,
      maxWaitTimeInMs: MAX_WAIT_MS,
      maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
      allowAutoTopicCreation: false,
      // Restarting is ours: kafkajs gives up on some errors, and a projector never may.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
    const { CRASH, GROUP_JOIN, REBALANCING } = this.consumer.events;
    this.consumer.on(CRASH, () => {
      this.joined = false;
      this.ended();
    });
    this.consumer.on(REBALANCING, () => (this.joined = false));
    this.consumer.on(GROUP_JOIN, ({ payload }) => {
      this.joined = true;
      onAssigned(payload.memberAssignment[topic] ?? []);
    });
  }

  /** Whether the bus brings events: the group has agreed, and nothing since has broken. */
  get flowing(): boolean {
    return this.joined;
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** After `stopping` was aborted: resolves once the batches in hand are done and the group knows that we left. */
  async stopped(): Promise<void> {
    this.ended();
    await this.loop;
  }

  /** Consumes until told to stop, however often the bus goes away. */
  private async run(): Promise<void> {
    const { stopping, logger } = this.options;
    const backoff = new Backoff(BACKOFF);
    while (!stopping.aborted) {
      try {
        await this.consume();
      } catch (error) {
        logger.warn(faultOf(error), 'the bus cannot be consumed yet');
      }
      this.joined = false;
      await this.consumer.disconnect().catch(() => undefined);
      await backoff.wait(stopping);
    }
  }

  /** Resolves when kafkajs has given up, or is to be stopped. */
  private async consume(): Promise<void> {
    const ended = new Promise<void>((resolve) => (this.ended = resolve));
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.options.topic, fromBeginning: true });
    await this.consumer.run({
      eachBatchAutoResolve: false,
      // By itself kafkajs commits after each batch of each partition, and fetches no more until that is through.
      autoCommit: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: (payload) => this.batches.handle(payload),
    });
    const committing = setInterval(() => void this.batches.commit(), COMMIT_MS);
    await ended;
    clearInterval(committing);
    // After a crash there is nobody to tell.
    if (this.options.stopping.aborted) await this.batches.commit();
  }
}
