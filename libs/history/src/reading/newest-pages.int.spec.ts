import fc from 'fast-check';
import { TestLedger } from '@trine/contracts/testing';
import { entrySchema, type EntryDocument } from '../documents/entry.js';
import { busyAccount } from '../testing/busy-account.js';
import { entriesIn } from '../testing/expected.js';
import { applyAll, openHistory, readAll, takeBack, type TestHistory } from '../testing/history.js';
import { withFirstMark } from '../testing/with-first-mark.js';
import { NewestPages } from './newest-pages.js';

let history: TestHistory;
beforeAll(async () => {
  history = await openHistory();
});
afterAll(() => history.close());

it.each([1, 2, 37, 63, 64])(
  'shows the newest entry as an account grows, first marked at %d',
  async (mark) => {
    const account = withFirstMark('growing', mark);
    const other = `${account}-other`;
    const ledger = new TestLedger().open(account).open(other);
    const sizes = [0, 1, mark - 2, mark - 1, mark, mark + 1, 62, 63, 64, 65, mark + 63, mark + 64, 300];
    for (const size of sizes.filter((each) => each >= 0).sort((a, b) => a - b)) {
      while (entriesIn(ledger.events, account).length < size)
        ledger.transfer({ from: account, to: other, amountMinor: 1n });
      await applyAll(history, ledger.byPartition());
      const newest = await history.reader.entries(account, { limit: 5 });
      expect(newest?.entries).toEqual(entriesIn(ledger.events, account).slice(-5).reverse());
      expect(newest?.nextCursor === undefined).toBe(size <= 5);
      expect((await readAll(history.reader, account, { limit: 50 })).entries).toHaveLength(size);
    }
  },
);

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
  for (const account of accounts.slice(50, 100)) await takeBack(history, account, 1);
  const expected = accounts.map((id, i) => (i < 50 ? `${id}:2` : i < 100 ? undefined : `${id}:1`));
  expect(await newest()).toEqual(expected);
});

it('does not show the newest page again once its store has lost it', async () => {
  await applyAll(history, busyAccount('forgotten', 70).byPartition());
  const newest = async () => (await history.reader.entries('forgotten', { limit: 2 }))?.entries;
  expect(await newest()).toMatchObject([{ entry: 70 }, { entry: 69 }]);
  await takeBack(history, 'forgotten', 70);
  expect(await newest()).toMatchObject([{ entry: 69 }, { entry: 68 }]);
});

it('shows no newer entry past one that is missing, on a page that it showed before', async () => {
  await applyAll(history, busyAccount('gap', 20).byPartition());
  const { entries, taken } = await takeBack(history, 'gap', 15, 20);
  const newest = async () => (await history.reader.entries('gap', { limit: 1 }))?.entries[0]?.entry;
  expect(await newest()).toBe(14);
  const [missing, ...rest] = taken.slice(1);
  await entries.insertMany([taken[0]!, ...rest]);
  expect(await newest()).toBe(15);
  await entries.insertOne(missing!);
  expect(await newest()).toBe(20);
});
