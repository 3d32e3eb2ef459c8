import fc from 'fast-check';
import { parseAmount, partitionOf, type VolumeInterval } from '@trine/contracts';
import { deliveries, ledgers, TestLedger } from '@trine/contracts/testing';
import { ViewBehindError } from '@trine/event-bus';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';
import {
  accountFlowsIn,
  categoriesIn,
  debitsIn,
  declinesBy,
  declinesIn,
  entriesIn,
  flowsIn,
  volumeIn,
} from './testing/expected.js';

let analytics: TestAnalytics;
beforeEach(async () => {
  analytics = await openAnalytics();
});
afterEach(() => analytics.close());

const intervals: VolumeInterval[] = ['day', 'week', 'month'];

/** Every list and sum that the view answers with is that of the log. */
async function expectToShow({ reader, rows }: TestAnalytics, { events }: TestLedger) {
  const debits = debitsIn(events);
  const declines = declinesIn(events);
  expect(await reader.categories({})).toEqual({ categories: categoriesIn(debits) });
  for (const interval of intervals) {
    expect(await reader.volume({ interval })).toEqual({ buckets: volumeIn(debits, interval) });
    expect(await reader.declines({ interval })).toEqual({ buckets: declinesBy(declines, interval) });
  }
  const { flows } = await reader.flows({});
  expect(flows).toEqual(flowsIn(entriesIn(events)));
  for (const { net } of flows) expect(Number(net)).toBe(0);
  for (const { accountId, entries: _, ...flow } of accountFlowsIn(entriesIn(events))) {
    expect(await reader.flows({ accountId })).toEqual({ flows: [flow] });
  }
  expect(await countsOf(rows)).toEqual({
    entries: 2 * debits.length,
    declines: declines.length,
    holds: events.filter(({ type }) => /^Hold/.test(type)).length,
  });
}

async function countsOf(rows: TestAnalytics['rows']) {
  const [counts] = await rows(`SELECT
    toUInt32((SELECT count() FROM @entries FINAL)) AS entries,
    toUInt32((SELECT count() FROM @declines FINAL)) AS declines,
    toUInt32((SELECT count() FROM @holds FINAL)) AS holds`);
  return counts;
}

/** What the view knows of each account, in minor units: its entries added up, and what its holds still hold. */
async function standingsOf(rows: TestAnalytics['rows']) {
  const standings = await rows(`
    SELECT account_id, toString(sum(posted)) AS posted, toString(sum(held)) AS held FROM (
      SELECT account_id, toInt128(if(direction = 'credit', amount_minor, -amount_minor)) AS posted, 0 AS held
      FROM @entries FINAL
      UNION ALL
      SELECT account_id, 0, toInt128(placed_minor) - captured_minor - released_minor FROM @holds FINAL
    ) GROUP BY account_id`);
  return new Map(standings.map(({ account_id, ...standing }) => [account_id, standing]));
}

/** The same from the last event of each account that has moved or held anything. */
function lastStandings({ events }: TestLedger) {
  const last = new Map<string, { posted: string; held: string }>();
  for (const { type, data } of events) {
    if (type !== 'EntryPosted' && !type.startsWith('Hold')) continue;
    const minor = (amount: string) => parseAmount(amount, data.currency).toString();
    last.set(data.accountId, { posted: minor(data.balances.posted), held: minor(data.balances.held) });
  }
  return last;
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
          expect(await standingsOf(analytics.rows)).toEqual(lastStandings(ledger));
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

  it('takes no batch that does not join on to what is there: its server may have gone back', async () => {
    const ledger = new TestLedger().open('a').open('b');
    for (let i = 0; i < 4; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
    const partition = partitionOf('a');
    const events = ledger.byPartition().get(partition) ?? [];
    await analytics.projection.apply(partition, events.slice(0, 2));
    await expect(analytics.projection.apply(partition, events.slice(3))).rejects.toThrow(ViewBehindError);
    expect((await analytics.projection.positions()).get(partition)).toBe(2);
  });

  it('does not move the position when the rows did not get in', async () => {
    const ledger = new TestLedger().open('a').open('b').open('c');
    ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
    ledger.decline({ from: 'a', to: 'b', amountMinor: 1n });
    ledger.hold({ id: 'h', from: 'c', to: 'a', amountMinor: 1n });
    const table = { entries: 'b', declines: 'a', holds: 'c' };
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
