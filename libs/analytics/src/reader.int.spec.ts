import { TestLedger } from '@trine/contracts/testing';
import { ANALYTICS_PAGE_ROWS } from './reading/page.js';
import type { AnalyticsQuery } from './reading/requests.js';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';
import { categoriesIn, debitsIn, volumeIn } from './testing/expected.js';

const HOUR_MS = 3_600_000;
/** Around everything that occurs here, and short enough for hours. */
const YEAR = { from: '2025-12-31T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
const categories = ['groceries', 'salary', undefined, "it's \\ {odd:String} \n ☃"];
let analytics: TestAnalytics;

/** So many transfers, three a day, by turns in crowns and yen. */
const ledger = new TestLedger().open('a').open('b').open('x', 'JPY').open('y', 'JPY');
for (let i = 0; i < 300; i++) {
  const [from, to] = i % 4 === 0 ? ['x', 'y'] : ['a', 'b'];
  const category = categories[i % categories.length];
  const occurredAt = new Date(Date.UTC(2026, 0, 1) + i * 8 * HOUR_MS).toISOString();
  ledger.transfer({ from, to, amountMinor: BigInt(i + 1), occurredAt, ...(category && { category }) });
}

beforeAll(async () => {
  analytics = await openAnalytics();
  await applyAll(analytics, ledger.byPartition());
});
afterAll(() => analytics.close());

const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

describe('the analytics reader', () => {
  it.each<AnalyticsQuery>([
    {},
    { from: '2026-02-01T00:00:00.000Z' },
    { to: '2026-02-01T00:00:00.000Z' },
    { from: '2026-02-01T09:00:00+01:00', to: '2026-02-03T08:00:00.000Z' },
    { currency: 'JPY' },
    { from: '2026-03-01T00:00:00.000Z', currency: 'CZK' },
  ])('sums what occurred within %j', async (query) => {
    const { from = '2000-01-01T00:00:00Z', to = '2100-01-01T00:00:00Z', currency } = query;
    const debits = debitsIn(ledger.events).filter(
      (debit) =>
        Date.parse(debit.occurredAt) >= Date.parse(from) &&
        Date.parse(debit.occurredAt) < Date.parse(to) &&
        (currency === undefined || debit.currency === currency),
    );
    expect(debits.length).toBeGreaterThan(0);
    expect(await analytics.reader.categories(query)).toEqual({ categories: categoriesIn(debits) });
    for (const interval of ['hour', 'day', 'week', 'month'] as const) {
      const range = interval === 'hour' ? { ...YEAR, ...query } : query;
      const volume = await analytics.reader.volume({ ...range, interval });
      expect(volume).toEqual({ buckets: volumeIn(debits, interval) });
    }
  });

  it.each([
    { from: '2026-02-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
    { from: '1066-10-14T00:00:00Z', to: '1067-01-01T00:00:00Z' },
    { from: '9999-01-01T00:00:00Z' },
    { currency: 'USD' },
  ])('answers %j with an empty list', async (query) => {
    expect(await analytics.reader.categories(query)).toEqual({ categories: [] });
    expect(await analytics.reader.volume({ ...query, interval: 'day' })).toEqual({ buckets: [] });
  });

  it('goes on from page to page, every bucket once', async () => {
    const many = new TestLedger().open('m', 'BHD').open('n', 'BHD').open('o', 'USD').open('p', 'USD');
    const movements = Math.floor(ANALYTICS_PAGE_ROWS * 1.25);
    for (let i = 0; i < movements; i++) {
      const occurredAt = new Date(Date.UTC(2025, 0, 1) + i * HOUR_MS).toISOString();
      many.transfer({ from: 'm', to: 'n', amountMinor: 1n, occurredAt, category: `c${i}` });
      many.transfer({ from: 'o', to: 'p', amountMinor: 2n, occurredAt, category: `c${i}` });
    }
    const own = await openAnalytics();
    await applyAll(own, many.byPartition());
    const debits = debitsIn(many.events);
    const hourly = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', interval: 'hour' } as const;
    const first = await own.reader.volume(hourly);
    expect(first.buckets).toHaveLength(ANALYTICS_PAGE_ROWS);
    const second = await own.reader.volume({ ...hourly, cursor: first.nextCursor ?? '' });
    const third = await own.reader.volume({ ...hourly, cursor: second.nextCursor ?? '' });
    expect(third.nextCursor).toBeUndefined();
    const buckets = [first, second, third].flatMap((page) => page.buckets);
    expect(buckets).toEqual(volumeIn(debits, 'hour'));
    const page = await own.reader.categories({});
    const rest = await own.reader.categories({ cursor: page.nextCursor ?? '' });
    const last = await own.reader.categories({ cursor: rest.nextCursor ?? '' });
    expect([page, rest, last].flatMap((each) => each.categories)).toEqual(categoriesIn(debits));
    await own.close();
  });

  it.each(['', 'abc', cursorOf(['not a time', 'CZK']), cursorOf(['2026-01-01 00:00:00.000'])])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(analytics.reader.volume({ interval: 'day', cursor })).rejects.toMatchObject({
        code: 'invalid_request',
        errors: [{ pointer: '/query/cursor' }],
      });
    },
  );

  it.each([
    {},
    { from: '2026-01-01T00:00:00Z' },
    { to: '2026-01-01T00:00:00Z' },
    { from: '2026-01-01T00:00:00Z', to: '2027-01-02T00:00:00.001Z' },
  ])('refuses %j by hour and says what to do', async (range) => {
    const refusal = { code: 'invalid_request', errors: [{ pointer: '/query/to' }] };
    const { reader } = analytics;
    await expect(reader.volume({ ...range, interval: 'hour' })).rejects.toMatchObject(refusal);
    await expect(reader.declines({ ...range, interval: 'hour' })).rejects.toThrow(/by day, week or month/);
  });
});
