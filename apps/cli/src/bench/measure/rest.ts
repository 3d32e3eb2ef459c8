import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from '../../failure.js';
import { usageBetween, usageByProcess } from './processes.js';

const LOOK_EVERY_MS = 1_000;
/** CPU seconds between two looks; a projector that waits for events takes some hundredths. */
const AT_REST_SECONDS = 0.15;
const TIMEOUT_MS = 300_000;

/**
 * Resolves when no projector works any more. One that is not behind may still: what it has from the log comes over the
 * bus too, where it reads and skips it.
 * @throws CommandFailure after five minutes
 */
export async function projectorsAtRest(runDir: string): Promise<void> {
  const startedAt = performance.now();
  let before = await usageByProcess(runDir);
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const now = await usageByProcess(runDir);
    const busy = Object.entries(usageBetween(before, now)).some(
      ([name, { cpuSeconds }]) => name.endsWith('-projector') && cpuSeconds > AT_REST_SECONDS,
    );
    if (!busy) return;
    if (performance.now() - startedAt > TIMEOUT_MS)
      throw new CommandFailure('The projectors have not come to rest within five minutes');
    before = now;
  }
}
