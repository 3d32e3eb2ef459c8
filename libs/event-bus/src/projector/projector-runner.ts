import { formatPosition, PARTITIONS, type Positions } from '@trine/contracts';
import type { Logger } from '@trine/platform';
import type { Kafka } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogReader } from '../log/log-reader.js';
import type { ReadModel } from '../read-model.js';
import { BusConsumer } from './bus-consumer.js';
import { PartitionProjector } from './partition-projector.js';
import { projectorMetrics } from './projector-metrics.js';

/** How often the view is held against the log: bounds how long a lost message goes unnoticed. */
const CHECK_MS = 1_000;
const MAX_BACKOFF_MS = 5_000;

export interface RunnerOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  readonly groupId: string;
  readonly log: LogReader;
  readonly readModel: ReadModel;
  readonly logger: Logger;
}

/**
 * Keeps one view in step with the log. The bus brings events quickly; once a second the log itself is asked, and
 * whatever the bus did not bring, or the view's store has lost, is applied from there. Nothing trusts the bus.
 */
export class ProjectorRunner {
  private readonly partitions: PartitionProjector[];
  private readonly consumer: BusConsumer;
  /** All of them until the group has agreed: a view is kept up even where there is no bus. */
  private assigned: ReadonlySet<number> = new Set(Array.from({ length: PARTITIONS }, (_, i) => i));
  /** Where each partition's view and log stood at the last check. */
  private readonly last = new Map<number, { stored: number; head: number }>();
  private readonly stopped = new AbortController();
  private loop: Promise<void> | undefined;
  private checked = false;

  constructor(private readonly options: RunnerOptions) {
    const { kafka, topic, groupId, log, readModel, logger } = options;
    this.partitions = Array.from({ length: PARTITIONS }, (_, i) => new PartitionProjector(i, readModel, log));
    const onAssigned = (partitions: readonly number[]) => this.assign(partitions);
    this.consumer = new BusConsumer(kafka, {
      topic,
      groupId,
      partitions: this.partitions,
      onAssigned,
      logger,
    });
  }

  start(): void {
    this.options.readModel.onConnectionLost(() => this.forgetAll());
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.consumer.stop();
    await this.loop;
    await this.options.readModel.close();
    await this.options.log.close();
  }

  /** Resolves when the view's store answers and was held against the log at least once. */
  async ready(): Promise<void> {
    if (!this.checked) throw new Error('not yet held against the log');
    await this.options.readModel.positions();
  }

  private assign(partitions: readonly number[]): void {
    this.assigned = new Set(partitions);
    this.options.logger.info({ partitions: [...partitions] }, 'partitions assigned');
    projectorMetrics.lagEvents.reset();
    projectorMetrics.lagMs.reset();
    this.forgetAll();
  }

  private forgetAll(): void {
    for (const partition of this.partitions) partition.forget();
  }

  private async run(): Promise<void> {
    let waitMs = CHECK_MS;
    let connected = false;
    while (!this.stopped.signal.aborted) {
      try {
        if (!connected) {
          await this.options.readModel.connect();
          connected = true;
          this.consumer.start();
        }
        await this.check();
        waitMs = CHECK_MS;
      } catch (error) {
        this.options.logger.warn({ err: error }, 'the view could not be held against the log');
        waitMs = Math.min(waitMs * 2, MAX_BACKOFF_MS);
      }
      await sleep(waitMs, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async check(): Promise<void> {
    const [heads, positions] = await Promise.all([
      this.options.log.heads(),
      this.options.readModel.positions(),
    ]);
    const behind: PartitionProjector[] = [];
    for (const projector of this.partitions.filter(({ partition }) => this.assigned.has(partition))) {
      const { partition, applied } = projector;
      const stored = positions.get(partition) ?? 0;
      // The store stands before what was written to it: it was flushed, or went back to an older snapshot.
      if (applied !== undefined && stored < applied && !projector.busy) projector.forget();
      const last = this.last.get(partition);
      this.last.set(partition, { stored, head: heads.get(partition) ?? 0 });
      // What the bus has had since the last check, and has not brought, it will not bring.
      const stuck = last !== undefined && last.stored === stored && stored < last.head;
      if (stuck && !projector.busy) behind.push(projector);
    }
    this.checked = true;
    await this.measure(heads, positions);
    await Promise.all(behind.map((projector) => projector.catchUp(heads.get(projector.partition) ?? 0)));
  }

  private async measure(heads: Positions, positions: Positions): Promise<void> {
    const view = this.options.readModel.name;
    const next = [...this.assigned].map((partition) => ({
      partition,
      sequence: (positions.get(partition) ?? 0) + 1,
    }));
    const lagging = next.filter(({ partition, sequence }) => sequence <= (heads.get(partition) ?? 0));
    const recorded =
      lagging.length === 0 ? new Map<string, Date>() : await this.options.log.recordedAt(lagging);
    for (const position of next) {
      const labels = { view, partition: position.partition };
      const since = recorded.get(formatPosition(position));
      projectorMetrics.lagEvents.set(
        labels,
        Math.max(0, (heads.get(position.partition) ?? 0) - position.sequence + 1),
      );
      projectorMetrics.lagMs.set(labels, since === undefined ? 0 : Math.max(0, Date.now() - since.getTime()));
    }
  }
}
