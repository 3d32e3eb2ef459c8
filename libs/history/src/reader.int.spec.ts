import fc from 'fast-check';
import { parseAmount, type EntryResponse } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import type { EntriesQuery } from './reader.js';
import { busyAccount } from './testing/busy-account.js';
import { entriesIn } from './testing/expected.js';
import { applyAll, openHistory, readAll, type TestHistory } from './testing/history.js';

let history: TestHistory;
beforeAll(async () => {
  history = await openHistory();
});
afterAll(() => history.close());

/** The filters said once more, over the answers themselves. */
function passes(entry: EntryResponse, query: EntriesQuery): boolean {
  const minor = (amount: string) => parseAmount(amount, entry.currency);
  const text = [entry.reference, entry.description].map((said) => said?.toLowerCase());
  return (
    (query.from === undefined || Date.parse(entry.occurredAt) >= Date.parse(query.from)) &&
    (query.to === undefined || Date.parse(entry.occurredAt) < Date.parse(query.to)) &&
    (query.direction === undefined || entry.direction === query.direction) &&
    (query.category === undefined || entry.category === query.category) &&
    (query.minAmount === undefined || minor(entry.amount) >= minor(query.minAmount)) &&
    (query.maxAmount === undefined || minor(entry.amount) <= minor(query.maxAmount)) &&
    (query.q === undefined || text.some((said) => said?.includes(query.q?.toLowerCase() ?? '')))
  );
}

it('does not know an account any more that its store has lost', async () => {
  await applyAll(history, new TestLedger().open('lost').byPartition());
  expect(await history.reader.entries('lost')).toEqual({ entries: [] });
  await history.database.collection<{ _id: string }>('accounts').deleteOne({ _id: 'lost' });
  expect(await history.reader.entries('lost')).toBeNull();
});

describe('the history reader', () => {
  const filtered = busyAccount('filtered', 150);
  beforeAll(() => applyAll(history, filtered.byPartition()));

  it.each<EntriesQuery>([
    { from: '2026-02-01T00:00:00.000Z' },
    { to: '2026-02-01T00:00:00.000Z' },
    { from: '2026-02-01T01:00:00+01:00', to: '2026-03-01T00:00:00.000Z' },
    { direction: 'credit' },
    { category: 'salary' },
    { minAmount: '5' },
    { maxAmount: '5.01' },
    { minAmount: '0.38', maxAmount: '0.38' },
    { q: 'INVOICE (1' },
    { q: 'GEBÜHR' },
    { q: '100% OF *3' },
    { direction: 'debit', category: 'salary', minAmount: '1.00', q: 'invoice' },
  ])('finds what passes %j and nothing else', async (query) => {
    const all = entriesIn(filtered.events, 'filtered').reverse();
    const wanted = all.filter((entry) => passes(entry, query));
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(all.length);
    const { entries } = await readAll(history.reader, 'filtered', { ...query, limit: 7 });
    expect(entries).toEqual(wanted);
  });

  it('shows every entry exactly once whatever the limit, while new ones arrive', async () => {
    const ledger = busyAccount('busy', 60);
    await applyAll(history, ledger.byPartition());
    const before = entriesIn(ledger.events, 'busy').reverse();
    const grow = async () => {
      const known = ledger.events.length;
      ledger.transfer({ id: `more-${known}`, from: 'busy', to: 'busy-other', amountMinor: 1n });
      for (const event of ledger.events.slice(known))
        await history.projection.apply(event.partition, [event]);
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.boolean(), async (limit, withFilter) => {
        const seen: EntryResponse[] = [];
        let cursor: string | undefined;
        do {
          const query = { limit, ...(withFilter && { minAmount: '0.01' }), ...(cursor && { cursor }) };
          const page = await history.reader.entries('busy', query);
          seen.push(...(page?.entries ?? []));
          cursor = page?.nextCursor;
          await grow();
        } while (cursor !== undefined);
        expect(seen.slice(-before.length)).toEqual(before);
        const numbers = seen.map(({ entry }) => entry);
        expect(numbers).toEqual(numbers.map((_, i) => numbers.length - i));
      }),
      { numRuns: 12 },
    );
  });

  it('ends the last page without a cursor', async () => {
    await applyAll(history, busyAccount('twenty', 20).byPartition());
    expect((await readAll(history.reader, 'twenty', { limit: 10 })).pages).toBe(2);
    expect((await readAll(history.reader, 'twenty', { limit: 20, maxAmount: '99' })).pages).toBe(1);
  });

  it('knows an account without entries from no account', async () => {
    await applyAll(history, new TestLedger().open('empty').byPartition());
    expect(await history.reader.entries('empty')).toEqual({ entries: [] });
    expect(await history.reader.entries('nobody')).toBeNull();
    expect(await history.reader.transfer('nothing')).toBeNull();
  });

  it.each<[keyof EntriesQuery, EntriesQuery]>([
    ['cursor', { cursor: 'abc' }],
    ['minAmount', { minAmount: '1.234' }],
    ['maxAmount', { maxAmount: '99999999999999999999' }],
  ])('refuses a wrong %s', async (parameter, query) => {
    await expect(history.reader.entries('filtered', query)).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: `/query/${parameter}` }],
    });
  });
});
