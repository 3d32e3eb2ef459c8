import { ALL_PARTITIONS, type Positions } from '@trine/contracts';
import { Backoff } from '@trine/platform';
import type { LogReader } from '../log/log-reader.js';
import { FillShare, MAX_FILLING_STORED } from '../projector/fill-share.js';
import { PartitionProjector } from '../projector/partition-projector.js';
import type { ReadModel } from '../read-model.js';

const BACKOFF = { firstMs: 10, maxMs: 200 };
/** Without a step forward; a batch of 8,000 needs 18 until its poison event stands alone and is parked. */
const MAX_FAILURES = 50;

/** Fills one copy of a view from the log, all partitions at once. */
export class CopyFiller {
  private positions: Positions = new Map();
  private projectors: readonly PartitionProjector[] = [];

  constructor(
    private readonly copy: ReadModel,
    private readonly log: LogReader,
  ) {}

  async connect(): Promise<void> {
    await this.copy.connect();
  }

  /** Events in the copy, as far as is known here. */
  get done(): number {
    const now = this.projectors.map(
      ({ partition, applied }) => applied ?? this.positions.get(partition) ?? 0,
    );
    return now.reduce((sum, each) => sum + each, 0);
  }

  async behind(heads: Positions): Promise<number> {
    this.positions = await this.copy.positions();
    return [...heads].reduce((sum, [partition, head]) => {
      return sum + Math.max(0, head - (this.positions.get(partition) ?? 0));
    }, 0);
  }

  /** Rejects with the first failure, when nothing is being written any more. */
  async fill(heads: Positions, stopping: AbortSignal): Promise<void> {
    const failed = new AbortController();
    const signal = AbortSignal.any([failed.signal, stopping]);
    const share = new FillShare(this.copy.readsStored ? MAX_FILLING_STORED : undefined);
    const options = { readModel: this.copy, log: this.log, stopping: signal, share };
    this.projectors = ALL_PARTITIONS.map((each) => new PartitionProjector(each, options));
    const fillings = this.projectors.map(async (projector) => {
      try {
        await this.bring(projector, heads.get(projector.partition) ?? 0, signal);
      } catch (error) {
        failed.abort(error);
        throw error;
      }
    });
    await Promise.allSettled(fillings);
    await Promise.all(fillings);
  }

  /** What the copy refuses is tried again until it stands alone and is parked, as in the live copy. */
  private async bring(projector: PartitionProjector, head: number, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(BACKOFF);
    for (let failures = 0, reached = -1; ;) {
      try {
        return await projector.catchUp(head);
      } catch (error) {
        if (signal.aborted || this.copy.isOutage(error)) throw error;
        const position = (await this.copy.positions()).get(projector.partition) ?? 0;
        failures = position > reached ? 1 : failures + 1;
        reached = position;
        if (failures > MAX_FAILURES) throw error;
        await backoff.wait(signal);
      }
    }
  }

  async close(): Promise<void> {
    await this.copy.close();
  }
}
