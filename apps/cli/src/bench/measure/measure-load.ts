import { setTimeout as sleep } from 'node:timers/promises';
import type { TrineApi } from '../../api/trine-api.js';
import type { Load } from '../load/offer.js';
import type { Measured } from '../result.js';
import type { Scenario } from '../scenario.js';
import { drained, LagSampler } from './lag.js';
import { eventsRecorded, expectRecorded } from './recorded.js';
import { ReadableProbe } from './readable.js';
import { offerWatched } from './watched-load.js';

/** An answer that takes no longer than this is one of a quiet day, even while the views catch up. */
const CALM_MS = 100;
const CALM_TIMEOUT_MS = 60_000;

/** Where it is measured. */
export interface Place {
  readonly api: TrineApi;
  readonly accounts: readonly string[];
  /** With the process ids of everything that runs. */
  readonly runDir: string;
}

/**
 * Offers the load, and looks at everything around it meanwhile and afterwards.
 * @throws CommandFailure when a transfer that was answered is not in the log
 */
export async function measureLoad(
  { views, transfersPerRequest, readable }: Scenario,
  load: Load,
  { api, accounts, runDir }: Place,
): Promise<Omit<Measured, 'scenario'>> {
  const eventsBefore = await eventsRecorded(api);
  const stopping = new AbortController();
  try {
    const sampler = views.length > 0 ? new LagSampler(api, views, stopping.signal) : undefined;
    const probe = readable && new ReadableProbe(api.url, accounts[0]!, accounts[1]!, stopping.signal);
    const watched = await offerWatched(load, runDir);
    const calmMs = await calm(load.url);
    stopping.abort();
    const { requests, seconds } = watched.offered;
    const looked = { readable: (await probe?.probed()) ?? [], lag: (await sampler?.sampled()) ?? [] };
    await expectRecorded(api, eventsBefore, requests * transfersPerRequest);
    return {
      unit: 'requests',
      steady: load.rate !== undefined,
      transfersPerSecond: (requests * transfersPerRequest) / seconds,
      ...watched,
      ...looked,
      drainMs: await drained(api, views),
      calmMs,
    };
  } finally {
    stopping.abort();
  }
}

/** Milliseconds until the app answers as it does when nothing is going on. */
async function calm(url: string): Promise<number> {
  const startedAt = performance.now();
  const past = () => performance.now() - startedAt;
  while (past() < CALM_TIMEOUT_MS) {
    const askedAt = performance.now();
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    await answer?.text();
    if (answer?.ok && performance.now() - askedAt < CALM_MS) break;
    await sleep(10);
  }
  return past();
}
