import { PARTITIONS } from './partition.js';

/** A place in the log. Sequences are dense within a partition and begin at 1; 0 is before the first event. */
export interface Position {
  readonly partition: number;
  readonly sequence: number;
}

/** Highest sequence by partition; a partition that is missing stands at 0. */
export type Positions = ReadonlyMap<number, number>;

export function formatPosition({ partition, sequence }: Position): string {
  return `${partition}:${sequence}`;
}

/**
 * Positions of a write's events, e.g. `3:1042,7:55`: what `Consistency-Token` carries. Opaque to callers.
 * One position per partition, the highest. Their order says nothing: here it is that of the partitions, in what the event
 * store gives for a command that of its last events.
 */
export function formatConsistencyToken(positions: Positions): string {
  return [...positions]
    .sort(([a], [b]) => a - b)
    .map(([partition, sequence]) => formatPosition({ partition, sequence }))
    .join(',');
}

/** Null when the text is no token that this ledger could have given. */
export function parseConsistencyToken(token: string): Positions | null {
  const parts = token.split(',');
  if (parts.length > PARTITIONS) return null;
  const positions = new Map<number, number>();
  for (const part of parts) {
    const match = /^(\d{1,2}):([1-9]\d{0,15})$/.exec(part.trim());
    const partition = Number(match?.[1] ?? NaN);
    const sequence = Number(match?.[2] ?? NaN);
    if (!(partition < PARTITIONS) || !Number.isSafeInteger(sequence)) return null;
    positions.set(partition, Math.max(sequence, positions.get(partition) ?? 0));
  }
  return positions;
}

/** Whether a read model that stands at `applied` has everything up to `wanted`. */
export function hasReached(applied: Positions, wanted: Positions): boolean {
  for (const [partition, sequence] of wanted) {
    if ((applied.get(partition) ?? 0) < sequence) return false;
  }
  return true;
}
