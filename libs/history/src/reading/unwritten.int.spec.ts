import { partitionOf } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import type { EntriesQuery } from '../reader.js';
import { busyAccount } from '../testing/busy-account.js';
import { withRoundMarks } from '../testing/round-marks.js';
import { applyAll, openHistory, readAll, takeBack, type TestHistory } from '../testing/history.js';

let history: TestHistory;
beforeAll(async () => {
  history = await openHistory();
});
afterAll(() => history.close());

it('shows nothing past an entry that is still being written, and all of it afterwards', async () => {
  const account = withRoundMarks('writing');
  await applyAll(history, busyAccount(account, 70).byPartition());
  const { entries, taken } = await takeBack(history, account, 68);
  const newest = async (query: EntriesQuery = {}) =>
    (await history.reader.entries(account, { limit: 3, ...query }))?.entries.map(({ entry }) => entry);
  const debits = { direction: 'debit' } as const;
  expect([await newest(), await newest(debits)]).toEqual([
    [67, 66, 65],
    [66, 65, 63],
  ]);
  await entries.insertMany(taken);
  expect([await newest(), await newest(debits)]).toEqual([
    [70, 69, 68],
    [69, 68, 66],
  ]);
});

it.each([65, 69, 100])('passes by no entry, whatever the page: without %d of 104', async (missing) => {
  const account = withRoundMarks(`parked-${missing}`);
  await applyAll(history, busyAccount(account, 104).byPartition());
  const { entries, taken } = await takeBack(history, account, missing);
  const numbers = async (query: EntriesQuery) =>
    (await readAll(history.reader, account, query)).entries.map(({ entry }) => entry);
  const upTo = (last: number) => Array.from({ length: last }, (_, i) => last - i);
  for (const limit of [1, 10, 50, 200]) expect(await numbers({ limit })).toEqual(upTo(missing - 1));
  await entries.insertMany(taken);
  for (const limit of [10, 50]) expect(await numbers({ limit })).toEqual(upTo(104));
});

it('passes by no entry while an account is told to have less than is there', async () => {
  const account = withRoundMarks('marked');
  await applyAll(history, busyAccount(account, 130).byPartition());
  const accounts = history.database.collection<{ _id: string; mark: number }>('accounts');
  await accounts.updateOne({ _id: account }, { $set: { mark: 64 } });
  const { entries, taken } = await takeBack(history, account, 126, 130);
  const numbers = async () =>
    (await readAll(history.reader, account, { limit: 1 })).entries.map(({ entry }) => entry);
  const upTo = (last: number) => Array.from({ length: last }, (_, i) => last - i);
  expect(await numbers()).toEqual(upTo(125));
  await entries.insertMany(taken);
  expect(await numbers()).toEqual(upTo(127));
  expect(await numbers()).toEqual(upTo(127));
  await accounts.updateOne({ _id: account }, { $set: { mark: 128 } });
  expect(await numbers()).toEqual(upTo(130));
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
