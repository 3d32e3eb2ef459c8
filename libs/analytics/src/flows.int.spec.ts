import { parseAmount, type FlowDirection } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';
import { accountFlowsIn, entriesIn, flowsIn, type Entry } from './testing/expected.js';

/** 120 accounts in crowns, many with equal flows, paying each other in January and February; two in yen. */
const ledger = new TestLedger().open('x', 'JPY').open('y', 'JPY');
for (let n = 0; n < 120; n++) ledger.open(`a${n}`);
for (let i = 0; i < 600; i++) {
  const occurredAt = i % 3 === 0 ? '2026-02-10T12:00:00.000Z' : '2026-01-31T23:59:59.999Z';
  ledger.transfer({
    from: `a${i % 40}`,
    to: `a${(i % 117) + 3}`,
    amountMinor: BigInt((i % 5) + 1),
    occurredAt,
  });
}
ledger.transfer({ from: 'x', to: 'y', amountMinor: 7n, occurredAt: '2026-02-10T12:00:00.000Z' });
ledger.transfer({
  from: 'y',
  to: 'x',
  amountMinor: 3n,
  reverses: 't',
  occurredAt: '2026-02-11T12:00:00.000Z',
});
const entries = entriesIn(ledger.events);
const february = { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' };
const isInFebruary = ({ occurredAt }: Entry) => occurredAt.startsWith('2026-02');
const inCrowns = ({ currency }: Entry) => currency === 'CZK';

let analytics: TestAnalytics;
beforeAll(async () => {
  analytics = await openAnalytics();
  await applyAll(analytics, ledger.byPartition());
});
afterAll(() => analytics.close());

/** Largest flow first, equal ones by id; without those who have none. */
function ranked(of: readonly Entry[], direction: FlowDirection) {
  const flow = (account: { in: string; out: string }) => parseAmount(account[direction], 'CZK');
  const accounts = accountFlowsIn(of).filter((account) => flow(account) > 0n);
  return accounts.sort((a, b) => Number(flow(b) - flow(a)) || (a.accountId < b.accountId ? -1 : 1));
}

describe.each<FlowDirection>(['in', 'out'])('top accounts by money %s', (direction) => {
  it('are the ten with most of it, equal ones by id', async () => {
    const { accounts } = await analytics.reader.topAccounts({ currency: 'CZK', direction });
    expect(accounts).toEqual(ranked(entries.filter(inCrowns), direction).slice(0, 10));
  });

  it('are those of the range, at most a hundred, and none without any', async () => {
    const query = { ...february, currency: 'CZK', direction, limit: 1_000 };
    const { accounts } = await analytics.reader.topAccounts(query);
    const expected = ranked(entries.filter(inCrowns).filter(isInFebruary), direction);
    expect(accounts).toEqual(expected.slice(0, 100));
  });

  it('are none where nothing moved', async () => {
    expect(await analytics.reader.topAccounts({ currency: 'USD', direction })).toEqual({ accounts: [] });
  });
});

describe('flows', () => {
  it.each([
    [{}, entries],
    [{ currency: 'JPY' }, entries.filter(({ currency }) => currency === 'JPY')],
    [february, entries.filter(isInFebruary)],
    [{ from: february.from }, entries.filter(isInFebruary)],
    [{ to: february.from }, entries.filter((entry) => !isInFebruary(entry))],
    [{ accountId: 'a3' }, entries.filter(({ accountId }) => accountId === 'a3')],
    [{ ...february, accountId: 'y' }, entries.filter((e) => e.accountId === 'y' && isInFebruary(e))],
  ])('of %j are what moved there', async (query, expected) => {
    expect(expected.length).toBeGreaterThan(0);
    expect(await analytics.reader.flows(query)).toEqual({ flows: flowsIn(expected) });
  });

  it('are none of an account that nobody knows, whatever it is called', async () => {
    expect(await analytics.reader.flows({ accountId: "' OR 1 --" })).toEqual({ flows: [] });
  });
});
