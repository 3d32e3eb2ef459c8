import type { Histogram } from 'hdr-histogram-js';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { requestsOf } from './requests.js';
import type { Load, Offered } from './offer.js';

const TURN_MS = 5;
/** Requests that wait for an answer; past that the rate is not to be had, and what is due is told as an error. */
const MAX_UNDER_WAY = 10_000;
const ANSWER_TIMEOUT_MS = 20_000;

type Counts = Pick<Offered, 'requests' | 'refused' | 'errors'>;

/**
 * Sends each request when it is due, whether or not those before it are answered, and counts its latency from then on:
 * callers do not wait for one another. (wrk has no rate, autocannon sends what a second may have at its beginning.)
 */
export async function steady(
  { url, request, connections, seconds: length, rate }: Load & { rate: number },
  latencies: Histogram,
): Promise<Counts & { seconds: number }> {
  const pool = new Pool(url, { connections, headersTimeout: ANSWER_TIMEOUT_MS });
  const total = length * rate;
  const next = requestsOf(request);
  const counts = { requests: 0, refused: 0, errors: 0 };
  const underWay = new Set<Promise<void>>();
  const startedAt = performance.now();
  const send = async (due: number) => {
    try {
      const answer = await pool.request(next());
      await answer.body.dump();
      if (answer.statusCode >= 300) counts.refused += 1;
      else {
        counts.requests += 1;
        latencies.recordValue(
          Math.min(Math.round((performance.now() - due) * 1_000), latencies.highestTrackableValue),
        );
      }
    } catch {
      counts.errors += 1;
    }
  };
  for (let nth = 0; nth < total;) {
    for (const now = performance.now(); nth < total && startedAt + (nth * 1_000) / rate <= now; nth++) {
      if (underWay.size >= MAX_UNDER_WAY) counts.errors += 1;
      else {
        const sent: Promise<void> = send(startedAt + (nth * 1_000) / rate).finally(() =>
          underWay.delete(sent),
        );
        underWay.add(sent);
      }
    }
    await sleep(TURN_MS);
  }
  await Promise.all(underWay);
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  return { ...counts, seconds };
}
