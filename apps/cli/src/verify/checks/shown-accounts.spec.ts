import { partitionOf } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { evolve, type Account } from '@trine/domain';
import { begunWith } from '../fold/begin.js';
import { ShownAccounts } from './shown-accounts.js';

const ledger = new TestLedger().open('a').open('b');
for (let i = 0; i < 5; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
const partition = partitionOf('a');
/** Of account a, whose versions are 1 to 6. */
const events = ledger.byPartition().get(partition)!;

/** What is said of an account that its store shows at a version, when the log is read after a sequence. */
async function said({ shownAt, after, applied }: { shownAt: number; after: number; applied: number }) {
  const shown = new Map([['a', { at: shownAt, state: { version: String(shownAt) } }]]);
  const check = new ShownAccounts('accounts', shown, new Map([[partition, applied]]), {
    unit: 'version',
    at: ({ version }) => version,
    state: ({ version }) => ({ version: String(version) }),
  });
  let account: Account | undefined;
  for (const event of events.slice(after)) {
    account = account === undefined ? begunWith(event) : evolve(account, event);
    check.see(event, account);
  }
  await check.finish();
  return check.differences;
}

describe('an account in a store that is behind', () => {
  it('differs in nothing when it stands before all that is read of the log', async () => {
    expect(await said({ shownAt: 2, after: 3, applied: 2 })).toEqual([]);
  });

  it('is said to be behind when the store says that it has more', async () => {
    expect(await said({ shownAt: 2, after: 3, applied: 5 })).toEqual(['a stands at version 2 instead of 5']);
  });

  it('is said to show what the log does not have', async () => {
    expect(await said({ shownAt: 9, after: 3, applied: 2 })).toEqual([
      'a shows version 9, which the log does not have',
    ]);
  });
});
