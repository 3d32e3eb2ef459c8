import { build } from 'hdr-histogram-js';
import type { Load, Offered } from './offer.js';
import { steady } from './steady.js';

const MICROSECONDS = 1_000;

/** Runs in a process of its own: takes one load at a steady rate, offers it, tells what came of it. */
process.once('message', (load: Load & { rate: number }) => {
  void run(load).then((offered) => process.send?.(offered));
});

async function run(load: Load & { rate: number }): Promise<Offered> {
  const latencies = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000 * MICROSECONDS });
  const counts = await steady(load, latencies);
  const at = (percentile: number) => latencies.getValueAtPercentile(percentile) / MICROSECONDS;
  return { ...counts, p50: at(50), p95: at(95), p99: at(99), max: latencies.maxValue / MICROSECONDS };
}
