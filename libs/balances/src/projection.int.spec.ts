import { partitionOf, PARTITIONS } from '@trine/contracts';
import { deliveries, ledgers, TestLedger } from '@trine/contracts/testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import {
  accountsAfter,
  balanceOf,
  inPartitionOf,
  openBalances,
  type ScratchBalances,
} from './testing/balances.js';

let view: ScratchBalances;
beforeEach(async () => {
  view = await openBalances();
});
afterEach(() => view.close());

async function applyAll(ledger: TestLedger): Promise<void> {
  for (const [partition, events] of ledger.byPartition()) await view.projection.apply(partition, events);
}

describe('the balances view', () => {
  it('shows the same, however the log is cut into batches and repeated', async () => {
    const ledgersOfOwn = ledgers(() => randomUUID());
    await fc.assert(
      fc.asyncProperty(ledgersOfOwn, changes, deliveries, async (ledger, changed, delivery) => {
        changeSome(ledger, changed);
        await using own = await fresh();
        for (const [partition, events] of ledger.byPartition()) {
          for (const batch of delivery(events)) await own.view.projection.apply(partition, batch);
        }
        const expected = accountsAfter(ledger.events);
        const { accounts } = await own.view.reader.accounts({ limit: expected.size });
        expect(new Map(accounts.map((account) => [account.id, account]))).toEqual(expected);
        const balances = new Map(Array.from(expected, ([id, account]) => [id, balanceOf(account)]));
        expect(await own.view.reader.balances([...expected.keys()])).toEqual(balances);
        const positions = await own.view.reader.positions();
        for (const [partition, events] of ledger.byPartition())
          expect(positions.get(partition)).toBe(events.length);
      }),
      { numRuns: 30 },
    );
  });

  it('answers with all that an account was opened with', async () => {
    const ledger = new TestLedger().open('a');
    const [opened] = ledger.events;
    const texts = {
      name: 'Žofie "Z" \\ 😀',
      metadata: { 'a:b': '{"x": 1}', '': ' ' },
      overdraftLimit: '10.00',
    };
    const event = { ...opened!, data: { ...opened!.data, ...texts } } as (typeof ledger.events)[number];
    await view.projection.apply(event.partition, [event]);
    expect(await view.reader.account('a')).toEqual({
      id: 'a',
      currency: 'CZK',
      status: 'open',
      ...texts,
      posted: '0.00',
      held: '0.00',
      available: 'unlimited',
      version: 1,
      openedAt: event.recordedAt,
      asOf: event.recordedAt,
    });
  });

  it('keeps amounts past 2^53 to the last digit', async () => {
    const ledger = new TestLedger().open('a', 'JPY').open('b', 'JPY');
    ledger.transfer({ from: 'a', to: 'b', amountMinor: 2n ** 63n - 1n });
    await applyAll(ledger);
    expect(await view.reader.balance('b')).toMatchObject({ posted: '9223372036854775807' });
    expect(await view.reader.balance('a')).toMatchObject({ posted: '-9223372036854775807' });
  });

  it('knows no account that was never opened', async () => {
    expect(await view.reader.account('a')).toBeUndefined();
    expect(await view.reader.balance('a')).toBeUndefined();
    expect(await view.reader.balances(['a'])).toEqual(new Map());
  });

  it('stands at 0 in all partitions before the first event', async () => {
    const zeros = Array.from({ length: PARTITIONS }, (_, partition) => [partition, 0] as const);
    expect(await view.reader.positions()).toEqual(new Map(zeros));
    expect(await view.reader.positions([3, 7])).toEqual(
      new Map([
        [3, 0],
        [7, 0],
      ]),
    );
  });

  it('keeps a partition in one slot of a Redis Cluster', async () => {
    const ledger = new TestLedger();
    for (let i = 0; i < 40; i++) ledger.open(`acc_${i}`);
    await applyAll(ledger);
    const tags = (await view.keys()).map((key) => /^[^{]*\{p(\d+)\}:?(.*)$/.exec(key)!.slice(1));
    // Each account, and of each partition the position and the list of ids.
    expect(tags).toHaveLength(40 + 2 * PARTITIONS);
    // What stands between the first pair of braces is all that the slot is made of.
    for (const [partition, id] of tags) if (id !== '') expect(Number(partition)).toBe(partitionOf(id!));
  });

  it('applies nothing that does not join on to what the store holds', async () => {
    const ledger = new TestLedger().open('a').open('b');
    for (let i = 0; i < 5; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
    const events = inPartitionOf('a', ledger.events);
    await view.projection.apply(events[0]!.partition, events.slice(0, 2));
    const before = await view.reader.balance('a');
    await expect(view.projection.apply(events[0]!.partition, events.slice(3))).rejects.toThrow(/BEHIND/);
    expect(await view.reader.balance('a')).toEqual(before);
    expect((await view.projection.positions()).get(events[0]!.partition)).toBe(2);
  });

  it('works on after the server has forgotten the script', async () => {
    const ledger = new TestLedger().open('a').open('b');
    await applyAll(ledger);
    await view.redis.script('FLUSH');
    ledger.transfer({ from: 'a', to: 'b', amountMinor: 5n });
    await applyAll(ledger);
    expect(await view.reader.balance('b')).toMatchObject({ posted: '0.05' });
  });
});

/** Account events at the end of a log: which account, and what becomes of it. */
const changes = fc.array(
  fc.record({
    account: fc.nat(),
    change: fc.constantFrom('AccountFrozen', 'AccountUnfrozen', 'AccountClosed', 'limit'),
  }),
  { maxLength: 12 },
);

function changeSome(ledger: TestLedger, changed: { account: number; change: string }[]): void {
  const ids = [...new Set(ledger.events.map(({ data }) => data.accountId))];
  for (const { account, change } of changed) {
    const id = ids[account % ids.length]!;
    if (change === 'limit') ledger.limit(id, '5');
    else ledger.change(change as 'AccountFrozen', id);
  }
}

async function fresh() {
  const own = await openBalances();
  return { view: own, [Symbol.asyncDispose]: () => own.close() };
}
