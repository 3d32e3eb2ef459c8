import type { RecordedEvent } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { openHistory, type TestHistory } from './testing/history.js';

/** As much as the runner hands over at once when a view is far behind. */
const BATCH = 5_000;
const TRANSFERS = 25_000;

let history: TestHistory;
let events: RecordedEvent[];
beforeAll(async () => {
  history = await openHistory();
  const ledger = new TestLedger().open('busy').open('other');
  for (let i = 0; i < TRANSFERS; i++) {
    const rare = i === 0 ? { category: 'first' } : {};
    ledger.transfer({ from: 'other', to: 'busy', amountMinor: 1n, ...rare });
  }
  events = ledger.events;
  const start = performance.now();
  const partitions = [...ledger.byPartition()];
  await Promise.all(
    partitions.map(async ([partition, all]) => {
      for (let at = 0; at < all.length; at += BATCH) {
        await history.projection.apply(partition, all.slice(at, at + BATCH));
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`history: ${Math.round(events.length / seconds)} events/s applied\n`);
}, 120_000);
afterAll(() => history.close());

it('keeps 50,000 events, none lost and none twice', async () => {
  expect(await history.database.collection('entries').countDocuments()).toBe(2 * TRANSFERS);
  expect(await history.database.collection('transfers').countDocuments()).toBe(TRANSFERS);
});

it('answers from a long account in bounded looks', async () => {
  const rare = await history.reader.entries('busy', { category: 'first' });
  expect(rare).toEqual({ entries: [expect.objectContaining({ entry: 1 })] });
});
