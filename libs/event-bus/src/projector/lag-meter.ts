import { formatPosition, type Position, type Positions } from '@trine/contracts';
import type { LogReader } from '../log/log-reader.js';
import { projectorMetrics } from './projector-metrics.js';

/** Tells the metrics how far a view is behind the log. */
export class LagMeter {
  constructor(
    private readonly view: string,
    private readonly log: LogReader,
  ) {}

  /** Tells nothing until it is measured again: another process projects those partitions, or nobody can ask. */
  reset(): void {
    projectorMetrics.lagEvents.reset();
    projectorMetrics.lagMs.reset();
    projectorMetrics.parked.reset();
  }

  countParked(partitions: readonly number[], parked: readonly Position[]): void {
    for (const partition of partitions) {
      const count = parked.filter((each) => each.partition === partition).length;
      projectorMetrics.parked.set({ view: this.view, partition }, count);
    }
  }

  async measure(partitions: readonly number[], stored: Positions, heads: Positions): Promise<void> {
    const next = partitions.map((partition) => ({ partition, sequence: (stored.get(partition) ?? 0) + 1 }));
    const behind = next.filter(({ partition, sequence }) => sequence <= (heads.get(partition) ?? 0));
    const recorded = behind.length === 0 ? new Map<string, Date>() : await this.log.recordedAt(behind);
    for (const position of next) {
      const { partition, sequence } = position;
      const labels = { view: this.view, partition };
      const since = recorded.get(formatPosition(position))?.getTime() ?? Date.now();
      projectorMetrics.lagEvents.set(labels, Math.max(0, (heads.get(partition) ?? 0) - sequence + 1));
      projectorMetrics.lagMs.set(labels, Math.max(0, Date.now() - since));
    }
  }
}
