import { TestLedger } from '@trine/contracts/testing';
import fc from 'fast-check';
import { PostgresLogReader } from '../log/postgres-log-reader.js';
import { createScratchLog, storedOf, type ScratchLog } from '../testing/scratch-log.js';
import { LogPages } from './log-pages.js';

const LENGTH = 40;
const ledger = new TestLedger().open('a').open('b');
for (let i = 1; i < LENGTH; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
const { partition } = ledger.events[0]!;
const events = ledger.byPartition().get(partition)!.slice(0, LENGTH);
const stored = events.map(storedOf);

let log: ScratchLog;
let reader: PostgresLogReader;
beforeAll(async () => {
  log = await createScratchLog();
  await log.append(events);
  reader = new PostgresLogReader(log.url, () => undefined);
});
afterAll(async () => {
  await reader.close();
  await log.drop();
});

it('gives every event once and in order, whatever is asked for at a time, and however far', async () => {
  const asked = fc.record({
    limit: fc.integer({ min: 1, max: 15 }),
    upTo: fc.integer({ min: 1, max: LENGTH }),
    again: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 20 }), async (all) => {
      const pages = new LogPages(partition, reader);
      let after = 0;
      for (const { limit, upTo, again } of all) {
        if (upTo <= after) continue;
        const page = await pages.read(after, upTo, limit);
        expect(page.length).toBeGreaterThan(0);
        expect(page.length).toBeLessThanOrEqual(limit);
        expect(page).toEqual(stored.slice(after, Math.min(after + page.length, upTo)));
        // What was not applied is asked for again.
        if (!again) after = page.at(-1)!.sequence;
      }
    }),
    { numRuns: 40 },
  );
});

it('forgets what it has read ahead', async () => {
  const pages = new LogPages(partition, reader);
  expect(await pages.read(0, LENGTH, 5)).toHaveLength(5);
  pages.forget();
  // What was read ahead would be five.
  expect(await pages.read(5, LENGTH, 10)).toEqual(stored.slice(5, 15));
});

it('tells what keeps the log from being read to whoever asks for that page', async () => {
  const broken = new PostgresLogReader(log.url, () => undefined);
  const pages = new LogPages(partition, broken);
  const first = pages.read(0, LENGTH, 10);
  expect(await first).toHaveLength(10);
  await pages.read(10, LENGTH, 10);
  await broken.close();
  await expect(pages.read(5, LENGTH, 10)).rejects.toThrow(/pool/);
});
