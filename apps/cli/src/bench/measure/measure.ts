import { setTimeout as sleep } from 'node:timers/promises';
import type { TrineApi } from '../../api/trine-api.js';
import { offer, type Load } from '../load/offer.js';
import type { Measured } from '../result.js';
import type { Scenario } from '../scenario.js';
import { coresBetween, ticks } from './cores.js';
import { drained, LagSampler } from './lag.js';
import { usageBetween, usageByProcess } from './processes.js';
import { eventsRecorded, expectRecorded } from './recorded.js';
import { ReadableProbe } from './readable.js';

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
export async function measure(
  { views, transfersPerRequest, readable }: Scenario,
  load: Load,
  { api, accounts, runDir }: Place,
): Promise<Omit<Measured, 'scenario'>> {
  const eventsBefore = await eventsRecorded(api);
  const before = await usageByProcess(runDir);
  const ticksBefore = await ticks();
  const sampler = views.length > 0 ? new LagSampler(api, views) : undefined;
  const probe = readable && new ReadableProbe(api.url, accounts[0]!, accounts[1]!);
  const [offered, halfway] = await Promise.all([
    offer(load),
    sleep(load.seconds * 500).then(() => usageByProcess(runDir)),
  ]);
  const cores = coresBetween(ticksBefore, await ticks());
  const calmMs = await calm(load.url);
  const readables = (await probe?.stop()) ?? [];
  const after = await usageByProcess(runDir);
  const lag = (await sampler?.stop()) ?? [];
  await expectRecorded(api, eventsBefore, offered.requests * transfersPerRequest);
  return {
    unit: 'requests',
    steady: load.rate !== undefined,
    transfersPerSecond: (offered.requests * transfersPerRequest) / offered.seconds,
    offered,
    lag,
    readable: readables,
    ...(views.length > 0 && { drainMs: await drained(api, views) }),
    calmMs,
    usage: usageBetween(before, after, halfway),
    cores,
  };
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
