import fc from 'fast-check';
import { partitionOf, type VolumeInterval } from '@trine/contracts';
import { deliveries, ledgers, TestLedger } from '@trine/contracts/testing';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';
import { categoriesIn, debitsIn, volumeIn } from './testing/expected.js';

let analytics: TestAnalytics;
beforeEach(async () => {
  analytics = await openAnalytics();
});
afterEach(() => analytics.close());

const intervals: VolumeInterval[] = ['hour', 'day', 'week', 'month'];

async function expectToShow({ reader, rows }: TestAnalytics, { events }: TestLedger) {
  const debits = debitsIn(events);
  expect(await reader.categories({})).toEqual({ categories: categoriesIn(debits) });
  for (const interval of intervals) {
    expect(await reader.volume({ interval })).toEqual({ buckets: volumeIn(debits, interval) });
  }
  const counted = await rows(`SELECT toUInt32(count()) AS n FROM @entries FINAL`);
  expect(counted).toEqual([{ n: 2 * debits.length }]);
  const declined = events.filter(({ type }) => type === 'TransferDeclined').length;
  expect(await rows(`SELECT toUInt32(count()) AS n FROM @declines FINAL`)).toEqual([{ n: declined }]);
  expect(
    await rows(`SELECT currency FROM @entries FINAL GROUP BY currency HAVING
    sum(if(direction = 'debit', -toInt128(amount_minor), toInt128(amount_minor))) != 0`),
  ).toEqual([]);
}

describe('the analytics projection', () => {
  it('ends the same however the log is cut into batches, repeated and begun again', async () => {
    const anyLedger = ledgers(() => 'a', 25);
    await fc.assert(
      fc
        .asyncProperty(anyLedger, deliveries, async (ledger, delivery) => {
          const partitions = ledger.byPartition();
          await Promise.all(
            [...partitions].map(async ([partition, events]) => {
              for (const batch of delivery(events)) await analytics.projection.apply(partition, batch);
            }),
          );
          await expectToShow(analytics, ledger);
          const heads = [...partitions].map(([partition, events]) => [partition, events.length] as const);
          expect(await analytics.reader.positions()).toEqual(new Map(heads));
        })
        .afterEach(async () => {
          await analytics.close();
          analytics = await openAnalytics();
        }),
      { numRuns: 5 },
    );
  });

  it('takes amounts whose sum passes 64 bits, and times at both ends of what may be said', async () => {
    const ledger = new TestLedger().open('a').open('b');
    const amountMinor = 9_223_372_036_854_775_807n;
    for (const occurredAt of [
      '1900-01-01T00:00:00.000Z',
      '2299-12-31T23:59:59.999Z',
      '2026-06-01T00:00:00.000Z',
    ]) {
      ledger.transfer({ from: 'a', to: 'b', amountMinor, occurredAt });
      ledger.transfer({ from: 'b', to: 'a', amountMinor, occurredAt });
    }
    await applyAll(analytics, ledger.byPartition());
    await expectToShow(analytics, ledger);
  });

  it('writes what comes at the same time from all partitions in one round', async () => {
    const ledger = new TestLedger();
    for (let n = 0; n < 40; n++) ledger.open(`a${n}`);
    for (let n = 0; n < 200; n++)
      ledger.transfer({ from: `a${n % 40}`, to: `a${(n + 1) % 40}`, amountMinor: 1n });
    expect(ledger.byPartition().size).toBeGreaterThan(8);
    await applyAll(analytics, ledger.byPartition());
    const parts = await analytics.rows('SELECT toUInt32(uniqExact(_part)) AS n FROM @entries');
    expect(parts).toEqual([{ n: 1 }]);
  });

  it('does not move the position when the rows did not get in', async () => {
    const ledger = new TestLedger().open('a').open('b').transfer({ from: 'a', to: 'b', amountMinor: 1n });
    ledger.decline({ from: 'a', to: 'b', amountMinor: 1n });
    const table = { entries: 'b', declines: 'a' };
    for (const [missing, account] of Object.entries(table)) {
      const partition = partitionOf(account);
      const events = ledger.byPartition().get(partition) ?? [];
      await analytics.execute(`DROP TABLE @${missing}`);
      await expect(analytics.projection.apply(partition, events)).rejects.toThrow();
      expect((await analytics.reader.positions()).get(partition)).toBeUndefined();
      await analytics.projection.connect();
      await analytics.projection.apply(partition, events);
    }
    await expectToShow(analytics, ledger);
  });
});
