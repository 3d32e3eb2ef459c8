import { ID_PATTERN } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import fc from 'fast-check';
import { openBalances, type ScratchBalances } from './testing/balances.js';

const ids = fc.uniqueArray(fc.stringMatching(new RegExp(ID_PATTERN)), { minLength: 1, maxLength: 60 });

async function listed(view: ScratchBalances, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const { accounts, next } = await view.reader.accounts({ limit, after });
    pages.push(accounts.map(({ id }) => id));
    after = next;
  } while (after !== undefined);
  return pages;
}

describe('the list of accounts', () => {
  it('has every account once, in order of the bytes of its id, whatever the size of the page', async () => {
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 1, max: 70 }), async (opened, limit) => {
        const view = await openBalances();
        const ledger = new TestLedger();
        for (const id of opened) ledger.open(id);
        for (const [partition, events] of ledger.byPartition()) {
          await view.projection.apply(partition, events);
          await view.projection.apply(partition, events);
        }
        const pages = await listed(view, limit);
        await view.close();
        const expected = opened.map((id) => Buffer.from(id)).sort((a, b) => Buffer.compare(a, b));
        expect(pages.flat()).toEqual(expected.map(String));
        // Only the last page may be short, and none is empty.
        expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
        expect(pages.at(-1)!.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  it('is one empty page while there is no account, and after the last', async () => {
    const view = await openBalances();
    expect(await view.reader.accounts({ limit: 50 })).toEqual({ accounts: [] });
    const ledger = new TestLedger().open('a');
    for (const [partition, events] of ledger.byPartition()) await view.projection.apply(partition, events);
    expect(await view.reader.accounts({ limit: 50, after: 'a' })).toEqual({ accounts: [] });
    await view.close();
  });
});
