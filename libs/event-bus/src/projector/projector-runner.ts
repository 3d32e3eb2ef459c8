import { formatPosition, PARTITIONS, type Positions } from '@trine/contracts';
import { Backoff, type Logger } from '@trine/platform';
import type { Kafka } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogReader } from '../log/log-reader.js';
import type { ParkedEvent } from '../parked/parked-event.js';
import type { ReadModel } from '../read-model.js';
import { BusConsumer } from './bus-consumer.js';
import { faultOf } from './fault.js';
import { LagMeter } from './lag-meter.js';
import { PartitionProjector } from './partition-projector.js';

/** How often the view is held against the log: bounds how long a lost message goes unnoticed. */
const CHECK_MS = 1_000;
/** While there is no bus, or the group is not agreed, the log is all there is: readers of their own writes wait for it. */
const CHECK_WITHOUT_BUS_MS = 100;
const CONNECT_BACKOFF = { firstMs: 100, maxMs: 2_000 };
/** A bus that does not even hear that we leave is not waited for. */
const LEAVE_TIMEOUT_MS = 3_000;
const ALL_PARTITIONS: readonly number[] = Array.from({ length: PARTITIONS }, (_, partition) => partition);

export interface RunnerOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  readonly groupId: string;
  readonly log: LogReader;
  readonly readModel: ReadModel;
  readonly logger: Logger;
}

/** Where the view and the log stood at a check. */
interface Standing {
  readonly stored: Positions;
  readonly heads: Positions;
}

/**
 * Keeps one view in step with the log. The bus brings events quickly; once a second the log itself is asked, and
 * whatever the bus did not bring, or the view's store has lost, is applied from there. Nothing trusts the bus.
 */
export class ProjectorRunner {
  private readonly stopping = new AbortController();
  private readonly partitions: readonly PartitionProjector[];
  private readonly consumer: BusConsumer;
  private readonly lag: LagMeter;
  /** All of them until the group has agreed: a view is kept up even where there is no bus. */
  private assigned: ReadonlySet<number> = new Set(ALL_PARTITIONS);
  private last: Standing | undefined;
  private loop: Promise<void> | undefined;
  private fault: string | undefined = 'not yet held against the log';

  constructor(private readonly options: RunnerOptions) {
    const { kafka, topic, groupId, log, readModel, logger } = options;
    const { signal: stopping } = this.stopping;
    this.lag = new LagMeter(readModel.name, log);
    this.partitions = ALL_PARTITIONS.map(
      (partition) =>
        new PartitionProjector(partition, readModel, log, stopping, (parked) => this.tell(parked)),
    );
    const onAssigned = (partitions: readonly number[]) => this.assign(partitions);
    const { partitions } = this;
    this.consumer = new BusConsumer(kafka, { topic, groupId, partitions, onAssigned, stopping, logger });
  }

  start(): void {
    this.options.readModel.onConnectionLost(() => this.forgetAll());
    this.loop = this.run();
  }

  /** Finishes the batches in hand, leaves the group and closes the stores' connections. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const left = new AbortController();
    await Promise.race([
      this.consumer.stopped().finally(() => left.abort()),
      sleep(LEAVE_TIMEOUT_MS, undefined, { signal: left.signal }).catch(() => undefined),
    ]);
    await this.loop;
    await Promise.all(this.partitions.map((partition) => partition.settled()));
    await this.options.readModel.close();
    await this.options.log.close();
  }

  /** Resolves when the view's store answers and is held against the log; rejects with what is wrong. */
  async ready(): Promise<void> {
    if (this.fault !== undefined) throw new Error(this.fault);
    await this.options.readModel.positions();
  }

  private assign(partitions: readonly number[]): void {
    this.assigned = new Set(partitions);
    this.options.logger.info({ partitions: [...partitions] }, 'partitions assigned');
    this.lag.reset();
    this.forgetAll();
  }

  private tell({ partition, sequence, type, error, correlationId }: ParkedEvent): void {
    const position = formatPosition({ partition, sequence });
    this.options.logger.error(
      { position, type, correlationId, fault: error },
      'an event is parked, its account waits for it',
    );
  }

  private forgetAll(): void {
    for (const partition of this.partitions) partition.forget();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    await this.connect(new Backoff(CONNECT_BACKOFF));
    if (signal.aborted) return;
    this.consumer.start();
    while (!signal.aborted) {
      try {
        await this.check();
        this.report(undefined);
      } catch (error) {
        // The last known lag would stand there as if nothing had happened.
        this.lag.reset();
        this.report(faultOf(error).message);
      }
      const periodMs = this.consumer.flowing ? CHECK_MS : CHECK_WITHOUT_BUS_MS;
      await sleep(periodMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async connect(backoff: Backoff): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        return await this.options.readModel.connect();
      } catch (error) {
        this.report(faultOf(error).message);
        await backoff.wait(signal);
      }
    }
  }

  /** A fault is told once, not once a second. */
  private report(fault: string | undefined): void {
    if (fault === this.fault) return;
    this.fault = fault;
    if (fault === undefined) this.options.logger.info('the view is held against the log');
    else this.options.logger.warn({ fault }, 'the view cannot be held against the log');
  }

  private async check(): Promise<void> {
    // In this order, so that what was applied meanwhile never looks like something lost, or like more than there is.
    const applied = this.partitions.map((partition) => partition.applied);
    const stored = await this.options.readModel.positions();
    const heads = await this.options.log.heads();
    const parked = await this.options.readModel.parked();
    const { last } = this;
    this.last = { stored, heads };
    for (const projector of this.partitions) {
      const { partition, busy } = projector;
      if (busy || !this.assigned.has(partition)) continue;
      const position = stored.get(partition) ?? 0;
      // The store stands before what was written to it: it was flushed, or went back to an older snapshot.
      if (position < (applied[partition] ?? 0)) projector.forget();
      const head = heads.get(partition) ?? 0;
      const known = this.consumer.flowing ? expected(partition, position, last) : head;
      if (position < known) this.follow(projector, projector.catchUp(head));
      if (parked.some((event) => event.due && event.partition === partition))
        this.follow(projector, projector.redrive());
    }
    await this.lag.measure([...this.assigned], stored, heads);
    this.lag.countParked([...this.assigned], parked);
    const ahead = ALL_PARTITIONS.find((p) => (stored.get(p) ?? 0) > (heads.get(p) ?? 0));
    if (ahead !== undefined)
      throw new Error(
        `Partition ${ahead} of the view is ahead of the log: this view was built from another log`,
      );
  }

  /** Not waited for: it may be a long way, and the other partitions are to be looked at meanwhile. */
  private follow({ partition }: PartitionProjector, work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (this.stopping.signal.aborted) return;
      this.options.logger.warn(
        { ...faultOf(error), partition },
        'events of the log could not be applied yet',
      );
    });
  }
}

/** How far the bus should have brought a partition: what it has had since the last check, it will not bring any more. */
function expected(partition: number, position: number, last: Standing | undefined): number {
  const moved = position !== (last?.stored.get(partition) ?? 0);
  return last === undefined || moved ? position : (last.heads.get(partition) ?? 0);
}
