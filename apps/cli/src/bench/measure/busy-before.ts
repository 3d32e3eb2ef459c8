import { setTimeout as sleep } from 'node:timers/promises';
import { watchCores } from './cores.js';

const LOOK_MS = 2_000;
/** More cores than this are busy before a run begins, and its figures say little. */
const QUIET_CORES = 0.2;

/** Cores that are busy or stolen while nothing of the bench runs. Not the load average, which still knows the run before. */
export async function busyBefore(): Promise<number | undefined> {
  const coresMeanwhile = await watchCores();
  await sleep(LOOK_MS);
  const cores = await coresMeanwhile();
  if (cores === undefined) return undefined;
  const { busy, stolen } = cores;
  if (busy + stolen > QUIET_CORES)
    console.error(
      `This machine is not quiet: ${(busy + stolen).toFixed(1)} cores are busy with something else.`,
    );
  return busy + stolen;
}
