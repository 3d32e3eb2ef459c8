import type { Result, Told } from '../result.js';

/**
 * Of several runs of one scenario, for each of its loads the result in the middle: by {@link speedOf}, or where all run
 * at the same rate by how late (p99) the view was that was the latest.
 */
export function medians(runs: readonly Result[][]): Told[] {
  return runs[0]!.map((_, nth) => {
    const rankOf = (result: Result) => (result.steady ? latenessOf(result) : speedOf(result));
    const sorted = runs.map((results) => results[nth]!).toSorted((a, b) => rankOf(a) - rankOf(b));
    const allStartSeconds = sorted.map(({ startSeconds }) => startSeconds);
    return { ...sorted[Math.floor(sorted.length / 2)]!, ranked: sorted.map(rankOf), allStartSeconds };
  });
}

function latenessOf({ lag, readable }: Result): number {
  return Math.max(0, ...[...lag, ...readable].map(({ p99 }) => p99));
}

/** Transfers a second, or requests that carry none. */
export function speedOf({
  transfersPerSecond,
  offered,
}: Pick<Result, 'transfersPerSecond' | 'offered'>): number {
  return transfersPerSecond || offered.requests / offered.seconds;
}
