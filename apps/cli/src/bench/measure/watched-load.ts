import { setTimeout as sleep } from 'node:timers/promises';
import { watchCores, type Cores } from './cores.js';
import { cpuSecondsOfEnded, usageBetween, usageByProcess, type UsageDuring } from './processes.js';
import { offer, type Load, type Offered } from '../load/offer.js';

export interface WatchedLoad {
  readonly offered: Offered;
  /** By process. */
  readonly usage: Readonly<Record<string, UsageDuring>>;
  readonly cores?: Cores;
}

/** Offers it, and looks at what runs under that folder before, half way and afterwards. */
export async function offerWatched(load: Load, runDir: string): Promise<WatchedLoad> {
  const over = new AbortController();
  const coresMeanwhile = await watchCores();
  const [before, endedBefore] = await looks(runDir);
  const halfway = sleep(load.seconds * 500, undefined, { signal: over.signal })
    .then(() => usageByProcess(runDir))
    .catch(() => undefined);
  try {
    const offered = await offer(load);
    const cores = await coresMeanwhile();
    const [after, ended] = await looks(runDir);
    const generator = { 'load generator': { cpuSeconds: ended - endedBefore } };
    const usage = { ...usageBetween(before, after, await halfway), ...generator };
    return { offered, usage, ...(cores && { cores }) };
  } finally {
    over.abort();
  }
}

function looks(runDir: string) {
  return Promise.all([usageByProcess(runDir), cpuSecondsOfEnded()]);
}
