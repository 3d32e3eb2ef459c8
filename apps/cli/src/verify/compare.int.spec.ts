import { setTimeout as sleep } from 'node:timers/promises';
import { compareAll } from './compare.js';
import { listDifferences } from './print-checks.js';
import { commandsOf, openings } from './testing/commands.js';
import { openSystem, type ScratchSystem } from './testing/scratch-system.js';

const ROUNDS = 12;

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
  let writing = true;
  const writer = write(0, 60).finally(() => (writing = false));
  const views = [0, 1, 2].map(async (view) => {
    while (writing) {
      await system.views.apply(view);
      await sleep(view * 50);
    }
  });
  const startedAt = new Date();
  let times = 0;
  while (writing) {
    expect((await compared()).differences).toBe('');
    expect((await compared(startedAt)).differences).toBe('');
    expect((await compared(new Date(Date.now() - 500))).differences).toBe('');
    times++;
  }
  expect(times).toBeGreaterThan(1);
  await Promise.all([writer, ...views]);
});
