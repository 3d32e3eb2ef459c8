import { readFile } from 'node:fs/promises';
import { TestLedger } from '@trine/contracts/testing';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';

const page = await readFile(new URL('../../../docs/analytics.md', import.meta.url), 'utf8');
const [byMonth, byAccount, declines, holds, reversals] = [...page.matchAll(/```sql\n(.*?)```/gs)].map(
  ([, sql]) => (sql ?? '').replaceAll('trine.', '@'),
);

/** What docs/analytics.md tells an analyst is tried here as it stands there. */
describe('the page for analysts', () => {
  let analytics: TestAnalytics;
  beforeAll(async () => {
    analytics = await openAnalytics();
    const ledger = new TestLedger().open('a').open('b').open('x', 'JPY').open('y', 'JPY');
    ledger.open('c').open('d');
    const occurredAt = '1993-05-17T10:00:00.000Z';
    ledger.decline({ id: 'later', from: 'a', to: 'b', amountMinor: 1234n, occurredAt });
    ledger.decline({ id: 'never', from: 'a', to: 'b', amountMinor: 1n, occurredAt });
    ledger.transfer({ id: 'later', from: 'a', to: 'b', amountMinor: 1234n, category: 'fee', occurredAt });
    ledger.transfer({ from: 'b', to: 'a', amountMinor: 34n, category: 'fee', occurredAt });
    ledger.transfer({ from: 'x', to: 'y', amountMinor: 5n, occurredAt });
    ledger.hold({ id: 'h', from: 'x', to: 'y', amountMinor: 1n });
    ledger.hold({ id: 'taken', from: 'c', to: 'd', amountMinor: 1000n }).capture('taken', 300n, 'cap');
    ledger.capture('taken', 200n, 'final', true);
    ledger.hold({ id: 'open', from: 'c', to: 'd', amountMinor: 50n });
    ledger.transfer({ id: 'back', from: 'b', to: 'a', amountMinor: 4n, reverses: 'later' });
    await applyAll(analytics, ledger.byPartition());
  });
  afterAll(() => analytics.close());

  it('has examples that answer right', async () => {
    expect(await analytics.rows(byMonth ?? '')).toEqual([
      { month: '1993-05-01', category: 'fee', transfers: '2', total: 12.68 },
      { month: '2026-01-01', category: '', transfers: '3', total: 5.04 },
    ]);
    expect(await analytics.rows(byAccount ?? '')).toEqual([
      { account_id: 'b', money_in: 12.34, money_out: 0.34, net: 12 },
      { account_id: 'a', money_in: 0.34, money_out: 12.34, net: -12 },
    ]);
    expect(await analytics.rows(declines ?? '')).toEqual([
      { account_id: 'a', reason: 'insufficient_funds', declined: '2', posted_later: '1' },
    ]);
    expect(await analytics.rows(holds ?? '')).toEqual([
      { week: '2025-12-29', holds: '2', held: 10.5, taken: 5, given_back: 5, still_held: 0.5 },
    ]);
    expect(await analytics.rows(reversals ?? '')).toEqual([
      { category: 'fee', moved: 12.68, of_it_touched_by_reversals: 12.34 },
      { category: '', moved: 5, of_it_touched_by_reversals: 0 },
    ]);
  });

  it('names every column, and the database explains each itself', async () => {
    const columns = await analytics.rows(`SELECT table, name, comment FROM system.columns
      WHERE concat(database, '.') = '@' AND table IN ('entries', 'declines', 'holds', 'positions')`);
    expect(columns.length).toBeGreaterThan(40);
    for (const { name, comment } of columns) {
      expect(page).toContain(`\`${String(name)}\``);
      expect(comment).not.toBe('');
    }
  });

  it('shows amounts in their own currency', async () => {
    const yen = await analytics.rows(
      `SELECT toString(amount) AS amount FROM @entries WHERE currency = 'JPY'`,
    );
    expect(yen).toEqual([{ amount: '5' }, { amount: '5' }]);
  });
});
