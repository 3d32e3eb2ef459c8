import { decodeCloudEvent, UndecodableEventError, type RecordedEvent } from '@trine/contracts';
import { Backoff, type Logger } from '@trine/platform';
import kafkajs, { type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import { LOG_ID_HEADER } from '../kafka-client.js';
import { faultOf } from './fault.js';
import type { PartitionProjector } from './partition-projector.js';

/** How often the group hears of us, whatever the view's store does: a third of a session at most, says Kafka. */
export const HEARTBEAT_MS = 3_000;
const BACKOFF = { firstMs: 100, maxMs: 2_000 };

/** An event, and the log that it was published from if the message says so. */
interface Told {
  readonly event: RecordedEvent;
  readonly logId: string | undefined;
}

/** Brings a batch of messages to its partition, and stays with it until the view has it. */
export class BatchHandler {
  private uncommitted: EachBatchPayload | undefined;

  constructor(
    private readonly partitions: readonly PartitionProjector[],
    private readonly stopping: AbortSignal,
    private readonly logger: Logger,
  ) {}

  async handle(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const projector = this.partitions[batch.partition];
    if (projector === undefined)
      throw new Error(`The topic has a partition ${batch.partition}, the ledger has not`);
    const told = this.decodeAll(batch.messages).filter(({ event }) => event.partition === batch.partition);
    // What the group answers to these is heard between two batches.
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      if (!(await this.apply(told, projector, payload))) return;
      payload.resolveOffset(batch.lastOffset());
      this.uncommitted = payload;
    } finally {
      clearInterval(beat);
    }
  }

  /** Tells the group of all that was applied. When it does not hear, a restart reads more again, and skips it. */
  async commit(): Promise<void> {
    const payload = this.uncommitted;
    this.uncommitted = undefined;
    try {
      await payload?.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    } catch (error) {
      this.logger.debug(faultOf(error), 'the group was not told how far this projector has come');
    }
  }

  /** Tries until it works. False when this process is no longer to: it stops, or the group has moved on. */
  private async apply(
    told: readonly Told[],
    projector: PartitionProjector,
    payload: EachBatchPayload,
  ): Promise<boolean> {
    const backoff = new Backoff(BACKOFF);
    const heartbeat = () => payload.heartbeat();
    while (payload.isRunning() && !payload.isStale() && !this.stopping.aborted) {
      try {
        await heartbeat();
        // Asked anew for each try: the view may have been rebuilt from another log since.
        const ours = told.filter(({ logId }) => projector.takesFrom(logId));
        const events = ours.map(({ event }) => event);
        await projector.take(events, heartbeat);
        this.trace(events, projector);
        return true;
      } catch (error) {
        // The bus's own errors (a rebalance is one) are for kafkajs to act on.
        if (error instanceof kafkajs.KafkaJSError) throw error;
        if (this.stopping.aborted) return false;
        const { partition } = projector;
        this.logger.warn({ ...faultOf(error), partition }, 'events could not be applied yet');
        await backoff.wait(this.stopping);
      }
    }
    return false;
  }

  /** For whoever follows a request to its views (LOG_LEVEL=debug). */
  private trace(events: readonly RecordedEvent[], { partition }: PartitionProjector): void {
    if (!this.logger.isLevelEnabled('debug')) return;
    const correlationIds = [...new Set(events.flatMap(({ correlationId }) => correlationId ?? []))];
    this.logger.debug({ partition, upTo: events.at(-1)?.sequence, correlationIds }, 'events are applied');
  }

  /** What cannot be read here is a gap, and gaps are filled from the event store. */
  private decodeAll(messages: readonly KafkaMessage[]): Told[] {
    const told: Told[] = [];
    for (const { value, headers } of messages) {
      if (value === null) continue;
      try {
        told.push({
          event: decodeCloudEvent(value.toString()),
          logId: headers?.[LOG_ID_HEADER]?.toString(),
        });
      } catch (error) {
        if (!(error instanceof UndecodableEventError)) throw error;
        this.logger.warn(faultOf(error), 'a message is no event; the event store is asked instead');
      }
    }
    return told;
  }
}
