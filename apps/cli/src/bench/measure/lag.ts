import type { ViewsResponse } from '@trine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrineApi } from '../../api/trine-api.js';
import { CommandFailure } from '../../failure.js';

/** Asking costs every store some milliseconds, which are then missing in what is measured. */
const SAMPLE_EVERY_MS = 500;
const LOOK_EVERY_MS = 200;
const DRAIN_TIMEOUT_MS = 600_000;

/** Age in milliseconds of the oldest event not yet applied, over a run. */
export interface Lag {
  readonly view: string;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Of these it is: looks that were answered. */
  readonly samples: number;
}

/** Asks how far the views are, again and again while something else is going on. */
export class LagSampler {
  private readonly samples = new Map<string, number[]>();
  private readonly sampling: Promise<void>;

  constructor(
    private readonly api: TrineApi,
    private readonly wanted: readonly string[],
    private readonly stopping: AbortSignal,
  ) {
    this.sampling = this.sample();
  }

  /** After `stopping` was aborted. */
  async sampled(): Promise<Lag[]> {
    await this.sampling;
    return [...this.samples].map(([view, ms]) => {
      const sorted = ms.toSorted((a, b) => a - b);
      const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
      return { view, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0, samples: sorted.length };
    });
  }

  private async sample(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      const { views } = await this.api.views().catch((): ViewsResponse => ({ views: [] }));
      for (const { name, lagMs } of views) {
        if (this.wanted.includes(name)) this.samples.set(name, [...(this.samples.get(name) ?? []), lagMs]);
      }
      await sleep(SAMPLE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Milliseconds until each of those views is no longer behind. @throws CommandFailure after ten minutes */
export async function drained(api: TrineApi, wanted: readonly string[]): Promise<Record<string, number>> {
  const startedAt = performance.now();
  const after: Record<string, number> = {};
  for (;;) {
    const behind = wanted.filter((name) => !(name in after));
    if (behind.length === 0) return after;
    const { views } = await api.views();
    const caughtUp = views.filter(({ name, lagEvents }) => behind.includes(name) && lagEvents === 0);
    const past = performance.now() - startedAt;
    for (const { name } of caughtUp) after[name] = past;
    if (past > DRAIN_TIMEOUT_MS) throw new CommandFailure('The views have not caught up within ten minutes');
    if (caughtUp.length < behind.length) await sleep(LOOK_EVERY_MS);
  }
}
