import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from '../testing/journal.js';
import { get } from '../testing/system.js';

const POLL_MS = 50;
/** What is not well by then has not healed by itself. */
const LIMIT_MS = 120_000;

interface View {
  readonly available: boolean;
  readonly partitions: readonly { readonly head: number; readonly applied: number }[];
}

/**
 * Waits until the API calls itself ready, a command is acknowledged after that, and every view has applied all that
 * the log held then. While commands go on, no view is ever level with the log for longer than a moment.
 * @throws Error that says what was still missing after two minutes
 */
export async function recovered(journal: Journal): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  const until = async (what: string, holds: () => Promise<boolean>) => {
    while (!(await holds().catch(() => false))) {
      if (Date.now() > deadline) throw new Error(`After ${LIMIT_MS / 1_000} s still not: ${what}`);
      await sleep(POLL_MS);
    }
  };
  await until('the API is ready', async () => (await get('/health/ready')).status === 200);
  const posted = journal.posted.length;
  await until('a command is acknowledged', async () => journal.posted.length > posted);
  let heads: readonly number[] = [];
  await until('the log is there', async () => (heads = headsOf(await views())).length > 0);
  await until('the views have caught up', async () => (await views()).every((view) => reaches(view, heads)));
}

async function views(): Promise<View[]> {
  const answer = await get('/v1/views');
  return (answer.body as { views: View[] }).views;
}

const headsOf = (all: readonly View[]) => all[0]!.partitions.map(({ head }) => head);

function reaches({ available, partitions }: View, heads: readonly number[]): boolean {
  return available && partitions.every(({ applied }, i) => applied >= heads[i]!);
}
