import { TestLedger } from '@trine/contracts/testing';
import { ANALYTICS_PAGE_ROWS } from './reading/page.js';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';
import { declinesBy, declinesIn } from './testing/expected.js';

const DAY_MS = 86_400_000;
const operations = ['transfer', 'reversal', 'hold', 'capture'] as const;
const reasons = ['insufficient_funds', 'account_frozen'] as const;

/** Two reasons in two currencies on each of so many days that the list has two pages. */
const ledger = new TestLedger().open('a').open('b').open('x', 'JPY').open('y', 'JPY');
for (let i = 0; i < ANALYTICS_PAGE_ROWS * 1.25; i++) {
  const [from, to] = i % 2 === 0 ? ['a', 'b'] : ['x', 'y'];
  const occurredAt = new Date(Date.UTC(2025, 0, 1) + Math.floor(i / 4) * DAY_MS).toISOString();
  const of = { operation: operations[i % 3]!, reason: reasons[Math.floor(i / 2) % 2]!, holdId: `h${i}` };
  ledger.decline({ id: `t${i}`, from, to, amountMinor: BigInt(i + 1), occurredAt }, of);
}
const declines = declinesIn(ledger.events);

let analytics: TestAnalytics;
beforeAll(async () => {
  analytics = await openAnalytics();
  await applyAll(analytics, ledger.byPartition());
});
afterAll(() => analytics.close());

describe('declines over time', () => {
  it.each(['week', 'month'] as const)('are counted by %s, reason and currency', async (interval) => {
    expect(await analytics.reader.declines({ interval })).toEqual({
      buckets: declinesBy(declines, interval),
    });
  });

  it('go on from page to page, every bucket once', async () => {
    const first = await analytics.reader.declines({ interval: 'day' });
    expect(first.buckets).toHaveLength(ANALYTICS_PAGE_ROWS);
    const second = await analytics.reader.declines({ interval: 'day', cursor: first.nextCursor ?? '' });
    expect(second.nextCursor).toBeUndefined();
    expect([...first.buckets, ...second.buckets]).toEqual(declinesBy(declines, 'day'));
  });

  it('are those of the range and currency that are asked for', async () => {
    const range = { from: '2025-02-01T00:00:00Z', to: '2025-02-03T00:00:00Z', currency: 'JPY' };
    const chosen = declines.filter(
      ({ currency, occurredAt }) => currency === 'JPY' && /^2025-02-0[12]/.test(occurredAt),
    );
    expect(chosen.length).toBeGreaterThan(1);
    const { buckets } = await analytics.reader.declines({ ...range, interval: 'hour' });
    expect(buckets).toEqual(declinesBy(chosen, 'hour'));
  });

  it('does not take a cursor of another list', async () => {
    const cursor = Buffer.from('["2025-01-01 00:00:00.000","CZK"]').toString('base64url');
    const refused = analytics.reader.declines({ interval: 'day', cursor });
    await expect(refused).rejects.toMatchObject({ errors: [{ pointer: '/query/cursor' }] });
  });

  it('say what was declined; a hold has no transfer', async () => {
    const counts = await analytics.rows(`
      SELECT operation, toUInt32(countIf(transfer_id = '')) AS without, toUInt32(countIf(hold_id = '')) AS no_hold
      FROM @declines FINAL GROUP BY operation ORDER BY operation`);
    const holds = declines.filter(({ operation }) => operation === 'hold').length;
    expect(counts).toEqual([
      { operation: 'hold', without: holds, no_hold: 0 },
      { operation: 'reversal', without: 0, no_hold: 0 },
      { operation: 'transfer', without: 0, no_hold: 0 },
    ]);
  });
});
