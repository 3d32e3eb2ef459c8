import fc from 'fast-check';
import { parseAmount, partitionOf, type EntryResponse } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { entryKey } from './documents/entry-key.js';
import { entrySchema, type EntryDocument } from './documents/entry.js';
import { NewestPages } from './reading/newest-pages.js';
import type { EntriesQuery } from './reader.js';
import { entriesIn } from './testing/expected.js';
import { applyAll, openHistory, readAll, type TestHistory } from './testing/history.js';

let history: TestHistory;
beforeAll(async () => {
  history = await openHistory();
});
afterAll(() => history.close());

const DAY_MS = 86_400_000;
const categories = ['groceries', 'salary', undefined];
const references = ['Invoice 17', 'invoice (18)', 'Gebühr', undefined];

/** An account with so many entries, both directions, one a day, now and then out of order. */
function busyAccount(id: string, entries: number) {
  const ledger = new TestLedger().open(id).open(`${id}-other`);
  for (let i = 0; i < entries; i++) {
    const [from, to] = i % 3 === 0 ? [`${id}-other`, id] : [id, `${id}-other`];
    ledger.transfer({
      id: `${id}-${i}`,
      from,
      to,
      amountMinor: BigInt((i * 37) % 1000) + 1n,
      occurredAt: new Date(Date.UTC(2026, 0, 1) + (i - (i % 7 === 0 ? 20 : 0)) * DAY_MS).toISOString(),
      ...(categories[i % 3] !== undefined && { category: categories[i % 3] }),
      ...(references[i % 4] !== undefined && { reference: references[i % 4] }),
      ...(i % 5 === 0 && { description: `100% of *${i}*` }),
    });
  }
  return ledger;
}

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

it('shows nothing past an entry that is still being written, and all of it afterwards', async () => {
  await applyAll(history, busyAccount('writing', 70).byPartition());
  const entries = history.database.collection<{ _id: string }>('entries');
  const late = await entries.findOneAndDelete({ _id: entryKey('writing', 68) });
  const newest = async (query: EntriesQuery = {}) =>
    (await history.reader.entries('writing', { limit: 3, ...query }))?.entries.map(({ entry }) => entry);
  const debits = { direction: 'debit' } as const;
  expect([await newest(), await newest(debits)]).toEqual([
    [67, 66, 65],
    [66, 65, 63],
  ]);
  await entries.insertOne(late!);
  expect([await newest(), await newest(debits)]).toEqual([
    [70, 69, 68],
    [69, 68, 66],
  ]);
});

it.each([65, 69, 100])('passes by no entry, whatever the page: without %d of 104', async (missing) => {
  const account = `parked-${missing}`;
  await applyAll(history, busyAccount(account, 104).byPartition());
  const entries = history.database.collection<{ _id: string }>('entries');
  const late = await entries.findOneAndDelete({ _id: entryKey(account, missing) });
  const numbers = async (query: EntriesQuery) =>
    (await readAll(history.reader, account, query)).entries.map(({ entry }) => entry);
  const upTo = (last: number) => Array.from({ length: last }, (_, i) => last - i);
  for (const limit of [1, 10, 50, 200]) expect(await numbers({ limit })).toEqual(upTo(missing - 1));
  await entries.insertOne(late!);
  for (const limit of [10, 50]) expect(await numbers({ limit })).toEqual(upTo(104));
});

it('does not know an account any more that its store has lost', async () => {
  await applyAll(history, new TestLedger().open('lost').byPartition());
  expect(await history.reader.entries('lost')).toEqual({ entries: [] });
  await history.database.collection<{ _id: string }>('accounts').deleteOne({ _id: 'lost' });
  expect(await history.reader.entries('lost')).toBeNull();
});

it('shows the newest entry of an account that has grown since it was read', async () => {
  const ledger = new TestLedger().open('growing').open('growing-other');
  let entries = 0;
  for (const size of [0, 1, 62, 63, 64, 65, 127, 128, 300]) {
    for (; entries < size; entries++)
      ledger.transfer({ from: 'growing', to: 'growing-other', amountMinor: 1n });
    await applyAll(history, ledger.byPartition());
    const newest = await history.reader.entries('growing', { limit: 5 });
    expect(newest?.entries).toEqual(entriesIn(ledger.events, 'growing').slice(-5).reverse());
    expect(newest?.nextCursor === undefined).toBe(size <= 5);
    expect((await readAll(history.reader, 'growing', { limit: 50 })).entries).toHaveLength(size);
  }
});

it('shows the newest page again with what has come since', async () => {
  const ledger = new TestLedger().open('again').open('again-other');
  await applyAll(history, ledger.byPartition());
  const entries = () => entriesIn(ledger.events, 'again').reverse();
  const size = fc.integer({ min: 0, max: 70 });
  const limit = fc.integer({ min: 1, max: 60 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ size, limit }), { maxLength: 5 }), async (steps) => {
      for (const step of steps) {
        for (let i = 0; i < step.size; i++)
          ledger.transfer({ from: 'again', to: 'again-other', amountMinor: 1n, reference: `${i} "ž"` });
        await applyAll(history, ledger.byPartition());
        const page = await history.reader.entries('again', { limit: step.limit });
        expect(page?.entries).toEqual(entries().slice(0, step.limit));
        expect(page?.nextCursor === undefined).toBe(entries().length <= step.limit);
        if (page?.nextCursor === undefined) continue;
        const rest = await history.reader.entries('again', { limit: 10, cursor: page.nextCursor });
        expect(rest?.entries).toEqual(entries().slice(step.limit, step.limit + 10));
      }
    }),
    { numRuns: 10 },
  );
});

/** Takes the newest entries away again, as if they were only about to be written. */
async function takeBack(account: string, from: number, to: number) {
  const entries = history.database.collection<{ _id: string }>('entries');
  const taken: { _id: string }[] = [];
  for (let entry = from; entry <= to; entry++)
    taken.push((await entries.findOneAndDelete({ _id: entryKey(account, entry) }))!);
  return { entries, taken };
}

it('passes by no entry while an account is told to have less than is there', async () => {
  await applyAll(history, busyAccount('marked', 130).byPartition());
  const accounts = history.database.collection<{ _id: string; mark: number }>('accounts');
  await accounts.updateOne({ _id: 'marked' }, { $set: { mark: 64 } });
  const { entries, taken } = await takeBack('marked', 126, 130);
  const numbers = async () =>
    (await readAll(history.reader, 'marked', { limit: 1 })).entries.map(({ entry }) => entry);
  const upTo = (last: number) => Array.from({ length: last }, (_, i) => last - i);
  expect(await numbers()).toEqual(upTo(125));
  await entries.insertMany(taken);
  expect(await numbers()).toEqual(upTo(127));
  expect(await numbers()).toEqual(upTo(127));
  await accounts.updateOne({ _id: 'marked' }, { $set: { mark: 128 } });
  expect(await numbers()).toEqual(upTo(130));
});

it('shows no newer entry past one that is missing, on a page that it showed before', async () => {
  await applyAll(history, busyAccount('gap', 20).byPartition());
  const { entries, taken } = await takeBack('gap', 15, 20);
  const newest = async () => (await history.reader.entries('gap', { limit: 1 }))?.entries[0]?.entry;
  expect(await newest()).toBe(14);
  const [missing, ...rest] = taken.slice(1);
  await entries.insertMany([taken[0]!, ...rest]);
  expect(await newest()).toBe(15);
  await entries.insertOne(missing!);
  expect(await newest()).toBe(20);
});

it('grows a kept page no further than from the mark that it was read by', async () => {
  await applyAll(history, busyAccount('further', 200).byPartition());
  const pages = new NewestPages(history.database.model<EntryDocument>('entries', entrySchema, 'entries'));
  const newestOf = async (mark: number, newest: number) => {
    pages.keep({ _id: 'further', currency: 'CZK', mark }, newest, ['{}']);
    return (await pages.read('further', 1))?.newest;
  };
  // Past its mark, and as far as the next one, the account has to be asked again.
  expect([await newestOf(128, 127), await newestOf(128, 128), await newestOf(192, 192)]).toEqual([
    undefined,
    undefined,
    200,
  ]);
});

it('tells pages that are asked for at the same moment apart', async () => {
  const accounts = Array.from({ length: 150 }, (_, i) => `many-${i}`);
  const ledger = new TestLedger().open('many-other');
  for (const account of accounts) ledger.open(account);
  const pay = (to: string) => ledger.transfer({ from: 'many-other', to, amountMinor: 1n });
  for (const account of accounts) pay(account);
  await applyAll(history, ledger.byPartition());
  const newest = () =>
    Promise.all(accounts.map(async (id) => (await history.reader.entries(id))?.entries[0]?.id));
  expect(await newest()).toEqual(accounts.map((id) => `${id}:1`));
  for (const account of accounts.slice(0, 50)) pay(account);
  await applyAll(history, ledger.byPartition());
  for (const account of accounts.slice(50, 100)) await takeBack(account, 1, 1);
  const expected = accounts.map((id, i) => (i < 50 ? `${id}:2` : i < 100 ? undefined : `${id}:1`));
  expect(await newest()).toEqual(expected);
});

it('does not show the newest page again once its store has lost it', async () => {
  await applyAll(history, busyAccount('forgotten', 70).byPartition());
  const newest = async () => (await history.reader.entries('forgotten', { limit: 2 }))?.entries;
  expect(await newest()).toMatchObject([{ entry: 70 }, { entry: 69 }]);
  const entries = history.database.collection<{ _id: string }>('entries');
  await entries.deleteOne({ _id: entryKey('forgotten', 70) });
  expect(await newest()).toMatchObject([{ entry: 69 }, { entry: 68 }]);
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

  it('never shows a page with a hole, also while a batch is being written', async () => {
    const ledger = new TestLedger().open('hole').open('hole-other');
    for (let i = 0; i < 2_000; i++) {
      ledger.transfer({ id: `hole-${i}`, from: 'hole', to: 'hole-other', amountMinor: 1n });
    }
    const [opened, ...entries] = ledger.byPartition().get(partitionOf('hole')) ?? [];
    await history.projection.apply(partitionOf('hole'), opened === undefined ? [] : [opened]);
    let done = false;
    // Every other entry first: the server may take a batch in any order, and show it while it does.
    const odd = entries.filter((_, i) => i % 2 === 0);
    const even = entries.filter((_, i) => i % 2 === 1);
    const writing = history.projection
      .apply(partitionOf('hole'), [...odd, ...even])
      .finally(() => (done = true));
    while (!done) {
      const numbers = (await history.reader.entries('hole', { limit: 200 }))?.entries.map(
        ({ entry }) => entry,
      );
      expect(numbers).toEqual(numbers?.map((_, i) => (numbers[0] ?? 0) - i));
    }
    await writing;
    expect((await history.reader.entries('hole', { limit: 1 }))?.entries).toMatchObject([{ entry: 2_000 }]);
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
