import { ALL_PARTITIONS, formatPosition } from '@trine/contracts';
import { Backoff, type Logger } from '@trine/platform';
import type { Kafka } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogReader } from '../log/log-reader.js';
import type { ParkedEvent } from '../parked/parked-event.js';
import type { ReadModel } from '../read-model.js';
import { BusConsumer } from './bus-consumer.js';
import { faultOf } from './fault.js';
import { FillShare } from './fill-share.js';
import { LagMeter } from './lag-meter.js';
import { PartitionProjector } from './partition-projector.js';
import { StandingCheck } from './standing-check.js';

/** How often the view is held against the log: bounds how long a lost message goes unnoticed. */
const CHECK_MS = 1_000;
/** While there is no bus, or the group is not agreed, the log is all there is: readers of their own writes wait for it. */
const CHECK_WITHOUT_BUS_MS = 100;
const CONNECT_BACKOFF = { firstMs: 100, maxMs: 2_000 };
/** A bus that does not even hear that we leave is not waited for. */
const LEAVE_TIMEOUT_MS = 3_000;

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
  private readonly stopping = new AbortController();
  private readonly partitions: readonly PartitionProjector[];
  private readonly consumer: BusConsumer;
  private readonly lag: LagMeter;
  private readonly standing: StandingCheck;
  private loop: Promise<void> | undefined;
  private fault: string | undefined = 'not yet held against the log';

  constructor(private readonly options: RunnerOptions) {
    const { kafka, topic, groupId, log, readModel, logger } = options;
    const { signal: stopping } = this.stopping;
    this.lag = new LagMeter(readModel.name, log);
    const onParked = (parked: ParkedEvent) => this.tell(parked);
    const share = new FillShare();
    this.partitions = ALL_PARTITIONS.map(
      (partition) => new PartitionProjector(partition, { readModel, log, stopping, onParked, share }),
    );
    const onAssigned = (partitions: readonly number[]) => this.assign(partitions);
    const { partitions } = this;
    this.consumer = new BusConsumer(kafka, { topic, groupId, partitions, onAssigned, stopping, logger });
    this.standing = new StandingCheck({ readModel, log, partitions, lag: this.lag, stopping, logger });
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
    this.standing.assigned = new Set(partitions);
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
        await this.standing.check(this.consumer.flowing);
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
}
