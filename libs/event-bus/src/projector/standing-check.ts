import { ALL_PARTITIONS, type Positions } from '@trine/contracts';
import type { Logger } from '@trine/platform';
import type { LogReader } from '../log/log-reader.js';
import type { ReadModel } from '../read-model.js';
import { faultOf } from './fault.js';
import type { LagMeter } from './lag-meter.js';
import type { PartitionProjector } from './partition-projector.js';

interface StandingOptions {
  readonly readModel: ReadModel;
  readonly log: LogReader;
  readonly partitions: readonly PartitionProjector[];
  readonly lag: LagMeter;
  readonly stopping: AbortSignal;
  readonly logger: Logger;
}

/** Where the view and the log stood at a check. */
interface Standing {
  readonly stored: Positions;
  readonly heads: Positions;
}

/** Holds a view against the log, and has applied what the bus did not bring, or the view's store has lost. */
export class StandingCheck {
  /** All of them until the group has agreed: a view is kept up even where there is no bus. */
  assigned: ReadonlySet<number> = new Set(ALL_PARTITIONS);
  private last: Standing | undefined;

  constructor(private readonly options: StandingOptions) {}

  /**
   * `flowing`: whether the bus brings events. Without it the log is all there is.
   * @throws what the stores throw, and Error when the view is ahead of the log
   */
  async check(flowing: boolean): Promise<void> {
    const { partitions, readModel, log, lag } = this.options;
    // In this order, so that what was applied meanwhile never looks like something lost, or like more than there is.
    const applied = partitions.map((partition) => partition.applied);
    const stored = await readModel.positions();
    const heads = await log.heads();
    const parked = await readModel.parked();
    const { last } = this;
    this.last = { stored, heads };
    for (const projector of partitions) {
      const { partition, busy } = projector;
      if (busy || !this.assigned.has(partition)) continue;
      const position = stored.get(partition) ?? 0;
      // The store stands before what was written to it: it was flushed, or went back to an older snapshot.
      if (position < (applied[partition] ?? 0)) projector.forget();
      const head = heads.get(partition) ?? 0;
      const known = flowing ? expected(partition, position, last) : head;
      if (position < known) this.follow(projector, projector.catchUp(head));
      if (parked.some((event) => event.due && event.partition === partition))
        this.follow(projector, projector.redrive());
    }
    await lag.measure([...this.assigned], stored, heads);
    lag.countParked([...this.assigned], parked);
    const ahead = ALL_PARTITIONS.find((p) => (stored.get(p) ?? 0) > (heads.get(p) ?? 0));
    if (ahead !== undefined)
      throw new Error(
        `Partition ${ahead} of the view is ahead of the log: this view was built from another log`,
      );
  }

  /** Not waited for: it may be a long way, and the other partitions are to be looked at meanwhile. */
  private follow({ partition }: PartitionProjector, work: Promise<void>): void {
    const { stopping, logger } = this.options;
    work.catch((error: unknown) => {
      if (stopping.aborted) return;
      logger.warn({ ...faultOf(error), partition }, 'events of the log could not be applied yet');
    });
  }
}

/** How far the bus should have brought a partition: what it has had since the last check, it will not bring any more. */
function expected(partition: number, position: number, last: Standing | undefined): number {
  const moved = position !== (last?.stored.get(partition) ?? 0);
  return last === undefined || moved ? position : (last.heads.get(partition) ?? 0);
}
