import { trine } from './cli.js';
import type { Journal } from './journal.js';
import { Load, type LoadOptions } from './load.js';
import { eventually, get, viewsCaughtUp } from './system.js';

/**
 * Does something bad while commands go on, waits until everything
 * is well again, and returns whatever is not as it was answered.
 */
export async function underLoad(
  work: (journal: Journal) => Promise<void>,
  options?: LoadOptions,
): Promise<string[]> {
  const load = await Load.start(options);
  try {
    await work(load.journal);
  } catch (error) {
    load.abandon();
    throw error;
  }
  return settled(await load.stop());
}

/** @returns differences between what was answered, what is shown, and what the log says */
async function settled(journal: Journal): Promise<string[]> {
  await eventually('everything is ready again', async () => (await get('/health/ready')).status === 200);
  await viewsCaughtUp();
  const differences = await journal.differences();
  const { code, output } = await trine('verify');
  return code === 0 ? differences : [...differences, output];
}
