import autocannon, { type Options, type Result } from 'autocannon';
import { build, type Histogram } from 'hdr-histogram-js';
import { requestsOf } from './requests.js';
import { steady } from './steady.js';
import type { Load, Offered } from './offer.js';

const MICROSECONDS = 1_000;

/** Runs in a process of its own: takes one load, offers it, tells what came of it. */
process.once('message', (load: Load) => {
  void run(load).then((offered) => process.send?.(offered));
});

async function run(load: Load): Promise<Offered> {
  const latencies = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000 * MICROSECONDS });
  const counts =
    load.rate === undefined ? await closed(load, latencies) : await steady(load, load.rate, latencies);
  return { ...counts, ...latenciesIn(latencies) };
}

/** Each connection sends its next request when it has the answer to the one before. */
async function closed({ url, request, connections, until }: Load, latencies: Histogram) {
  const onResponse = (status: number, ms: number) => {
    if (status < 300) latencies.recordValue(Math.round(ms * MICROSECONDS));
  };
  const length = 'seconds' in until ? { duration: until.seconds } : { amount: until.requests };
  const next = requestsOf(request);
  const requests: Options['requests'] = [{ setupRequest: (fixed) => ({ ...fixed, ...next() }) }];
  const result = await finished({ url, connections, ...length, requests }, onResponse);
  const { duration: seconds, non2xx: refused, errors } = result;
  return { requests: result['2xx'], seconds, refused, errors };
}

function finished(options: Options, onResponse: (status: number, ms: number) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    const running = autocannon(options, (error: Error | null, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
    running.on('response', (_client, status, _bytes, ms) => onResponse(status, ms));
  });
}

function latenciesIn(histogram: Histogram): Pick<Offered, 'p50' | 'p95' | 'p99' | 'max'> {
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / MICROSECONDS;
  return { p50: at(50), p95: at(95), p99: at(99), max: histogram.maxValue / MICROSECONDS };
}
