import { TestLedger } from '@trine/contracts/testing';
import { openAnalytics, type TestAnalytics } from './testing/analytics.js';
import { categoriesIn, debitsIn } from './testing/expected.js';

/** As much as the runner hands over at once when a view is far behind. */
const BATCH = 2_000;
const TRANSFERS = 25_000;

let analytics: TestAnalytics;
beforeAll(async () => {
  analytics = await openAnalytics();
});
afterAll(() => analytics.close());

it('keeps 50,000 events, none lost and none twice', async () => {
  const ledger = new TestLedger();
  for (let n = 0; n < 100; n++) ledger.open(`a${n}`);
  for (let i = 0; i < TRANSFERS; i++) {
    const accounts = { from: `a${i % 100}`, to: `a${(i * 7 + 1) % 100}` };
    ledger.transfer({ ...accounts, amountMinor: BigInt(i + 1), category: `c${i % 9}` });
  }
  const start = performance.now();
  await Promise.all(
    [...ledger.byPartition()].map(async ([partition, all]) => {
      for (let at = 0; at < all.length; at += BATCH) {
        await analytics.projection.apply(partition, all.slice(at, at + BATCH));
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`analytics: ${Math.round(ledger.events.length / seconds)} events/s applied\n`);
  expect(await analytics.reader.categories({})).toEqual({
    categories: categoriesIn(debitsIn(ledger.events)),
  });
  expect(await analytics.rows('SELECT toUInt32(count()) AS n FROM @entries')).toEqual([{ n: 2 * TRANSFERS }]);
});
