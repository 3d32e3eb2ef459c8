import { setTimeout as sleep } from 'node:timers/promises';
import { compareAll } from './compare.js';
import { listDifferences } from './print-checks.js';
import { commandsOf, openings } from './testing/commands.js';
import { openSystem, type ScratchSystem } from './testing/scratch-system.js';

const ROUNDS = 12;
const COMPARISONS = 2;
/** Every comparison reads the whole log, which should not outgrow it. */
const WRITER_PAUSE_MS = 50;

let system: ScratchSystem;
beforeEach(async () => {
  system = await openSystem();
  for (const command of openings()) await system.writer.write(command);
});
afterEach(() => system.close());

const write = async (from: number, to: number) => {
  for (let nth = from; nth < to; nth++)
    for (const command of commandsOf(nth)) await system.writer.write(command);
};

/** What is said to differ, and how much was compared. */
const compared = async (since?: Date) => {
  const { run } = await compareAll(system.stores, since);
  const checks = await run(() => undefined);
  return { checks, differences: listDifferences(checks) };
};

it('finds that everything agrees, and has compared something of everything', async () => {
  await write(0, ROUNDS);
  await system.catchUp();
  const { checks, differences } = await compared();
  expect(differences).toBe('');
  for (const { name, compared } of checks)
    expect([name, compared > 0]).toEqual([name, !name.endsWith('parked events')]);
});

it('never finds a false difference while the ledger is written and the views follow, each at its own pace', async () => {
  let comparing = true;
  const writer = async () => {
    for (let nth = 0; comparing; nth++) {
      await write(nth, nth + 1);
      await sleep(WRITER_PAUSE_MS);
    }
  };
  const follower = async (view: number) => {
    while (comparing) {
      await system.views.apply(view);
      await sleep(view * 50);
    }
  };
  const compare = async () => {
    const startedAt = new Date();
    const differences: string[] = [];
    for (let times = 0; times < COMPARISONS; times++)
      for (const since of [undefined, startedAt, new Date(Date.now() - 500)])
        differences.push((await compared(since)).differences);
    return differences;
  };
  const comparison = compare().finally(() => (comparing = false));
  const others = [writer(), ...[0, 1, 2].map(follower)];
  await Promise.allSettled([comparison, ...others]);
  const [differences] = await Promise.all([comparison, ...others]);
  expect(differences).toEqual(Array(COMPARISONS * 3).fill(''));
});
