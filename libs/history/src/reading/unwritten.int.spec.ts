import { partitionOf } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import type { EntriesQuery } from '../reader.js';
import { busyAccount } from '../testing/busy-account.js';
import { entriesIn } from '../testing/expected.js';
import { applyAll, openHistory, readAll, takeBack, type TestHistory } from '../testing/history.js';
import { withFirstMark } from '../testing/with-first-mark.js';

let history: TestHistory;
beforeAll(async () => {
  history = await openHistory();
});
afterAll(() => history.close());

const FIRST_MARKS = [1, 37, 64];
const upTo = (last: number) => Array.from({ length: last }, (_, i) => last - i);

describe.each(FIRST_MARKS)('an account whose first mark is at entry %d', (mark) => {
  it('shows nothing past an entry that is still being written, and all of it afterwards', async () => {
    const account = withFirstMark('writing', mark);
    const ledger = busyAccount(account, mark + 6);
    await applyAll(history, ledger.byPartition());
    const { entries, taken } = await takeBack(history, account, mark + 4);
    const newest = async (query: EntriesQuery = {}) =>
      (await history.reader.entries(account, { limit: 3, ...query }))?.entries;
    const expected = (last: number) => entriesIn(ledger.events, account).slice(0, last).reverse();
    const debits = (last: number) => expected(last).filter(({ direction }) => direction === 'debit');
    expect(await newest()).toEqual(expected(mark + 3).slice(0, 3));
    expect(await newest({ direction: 'debit' })).toEqual(debits(mark + 3).slice(0, 3));
    await entries.insertMany(taken);
    expect(await newest()).toEqual(expected(mark + 6).slice(0, 3));
    expect(await newest({ direction: 'debit' })).toEqual(debits(mark + 6).slice(0, 3));
  });

  it.each([1, 5, 36])('passes by no entry, whatever the page: without one %d past the mark', async (past) => {
    const account = withFirstMark(`parked-${past}`, mark);
    await applyAll(history, busyAccount(account, mark + 40).byPartition());
    const { entries, taken } = await takeBack(history, account, mark + past);
    const numbers = async (query: EntriesQuery) =>
      (await readAll(history.reader, account, query)).entries.map(({ entry }) => entry);
    for (const limit of [1, 10, 50, 200]) expect(await numbers({ limit })).toEqual(upTo(mark + past - 1));
    await entries.insertMany(taken);
    for (const limit of [10, 50]) expect(await numbers({ limit })).toEqual(upTo(mark + 40));
  });

  it('passes by no entry while it is told to have less than is there', async () => {
    const account = withFirstMark('marked', mark);
    await applyAll(history, busyAccount(account, mark + 66).byPartition());
    const accounts = history.database.collection<{ _id: string; mark: number }>('accounts');
    await accounts.updateOne({ _id: account }, { $set: { mark } });
    const { entries, taken } = await takeBack(history, account, mark + 62, mark + 66);
    const numbers = async () =>
      (await readAll(history.reader, account, { limit: 1 })).entries.map(({ entry }) => entry);
    expect(await numbers()).toEqual(upTo(mark + 61));
    await entries.insertMany(taken);
    expect(await numbers()).toEqual(upTo(mark + 63));
    expect(await numbers()).toEqual(upTo(mark + 63));
    await accounts.updateOne({ _id: account }, { $set: { mark: mark + 64 } });
    expect(await numbers()).toEqual(upTo(mark + 66));
  });
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
    const numbers = (await history.reader.entries('hole', { limit: 200 }))?.entries.map(({ entry }) => entry);
    expect(numbers).toEqual(numbers?.map((_, i) => (numbers[0] ?? 0) - i));
  }
  await writing;
  expect((await history.reader.entries('hole', { limit: 1 }))?.entries).toMatchObject([{ entry: 2_000 }]);
});
