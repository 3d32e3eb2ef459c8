import fc from 'fast-check';
import { partitionOf, type RecordedEvent } from '@trine/contracts';
import { deliveries, ledgers, TestLedger } from '@trine/contracts/testing';
import { ViewBehindError } from '@trine/event-bus';
import { accountsIn, entriesIn, holdsIn, transfersIn } from './testing/expected.js';
import { applyAll, openHistory, readAll, type TestHistory } from './testing/history.js';

let history: TestHistory;
beforeEach(async () => {
  history = await openHistory();
});
afterEach(() => history.close());

async function expectToShow({ reader, database }: TestHistory, events: readonly RecordedEvent[]) {
  for (const id of accountsIn(events)) {
    const { entries } = await readAll(reader, id);
    expect(entries).toEqual(entriesIn(events, id).reverse());
  }
  const transfers = await Promise.all(transfersIn(events).map(({ id }) => reader.transfer(id)));
  expect(transfers).toEqual(transfersIn(events));
  const holds = await Promise.all(holdsIn(events).map(({ id }) => reader.hold(id)));
  expect(holds).toEqual(holdsIn(events));
  const declined = events.filter(({ type }) => type === 'TransferDeclined');
  expect(await database.collection('declines').countDocuments()).toBe(declined.length);
}

describe('the history projection', () => {
  it('ends the same however the log is cut into batches, repeated and begun again', async () => {
    let run = 0;
    const anyLedger = ledgers(() => `p${run++}`, 25);
    await fc.assert(
      fc
        .asyncProperty(anyLedger, deliveries, async (ledger, delivery) => {
          const partitions = ledger.byPartition();
          await Promise.all(
            [...partitions].map(async ([partition, events]) => {
              for (const batch of delivery(events)) await history.projection.apply(partition, batch);
            }),
          );
          await expectToShow(history, ledger.events);
          const heads = [...partitions].map(([partition, events]) => [partition, events.length] as const);
          expect(await history.projection.positions()).toEqual(new Map(heads));
        })
        .afterEach(async () => {
          await history.close();
          history = await openHistory();
        }),
      { numRuns: 12 },
    );
  });

  it('never shows a hold going back, however its events are repeated', async () => {
    const ledger = new TestLedger()
      .open('a')
      .open('b')
      .hold({ id: 'h', from: 'a', to: 'b', amountMinor: 10n });
    ledger.capture('h', 3n, 'c1').capture('h', 4n, 'c2', true);
    const partition = partitionOf('a');
    const events = ledger.byPartition().get(partition) ?? [];
    await history.projection.apply(partition, events);
    for (let from = 0; from < events.length; from++) {
      await history.projection.apply(partition, events.slice(from, from + 1));
      expect(await history.reader.hold('h')).toMatchObject({ status: 'captured', captured: '0.07' });
    }
    expect((await history.reader.hold('h'))?.captures).toMatchObject([
      { transferId: 'c1' },
      { transferId: 'c2' },
    ]);
  });

  it('takes no batch that does not join on to what is there: its server may have gone back', async () => {
    const ledger = new TestLedger().open('a').open('b');
    for (let i = 0; i < 4; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
    const partition = partitionOf('a');
    const events = ledger.byPartition().get(partition) ?? [];
    await history.projection.apply(partition, events.slice(0, 2));
    await expect(history.projection.apply(partition, events.slice(3))).rejects.toThrow(ViewBehindError);
    expect((await history.projection.positions()).get(partition)).toBe(2);
    await history.projection.apply(partition, events.slice(1));
    expect((await history.projection.positions()).get(partition)).toBe(events.length);
  });

  it('takes what joins on, of batches that come together, and refuses the others alone', async () => {
    const ledger = new TestLedger().open('a').open('b');
    for (let i = 0; i < 4; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
    const [of, joining] = [partitionOf('a'), partitionOf('b')];
    expect(of).not.toBe(joining);
    const parts = ledger.byPartition();
    const outcomes = await Promise.allSettled([
      history.projection.apply(of, parts.get(of)!.slice(1)),
      history.projection.apply(joining, parts.get(joining)!),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: expect.any(ViewBehindError) },
      { status: 'fulfilled' },
    ]);
    expect(await history.projection.positions()).toEqual(new Map([[joining, parts.get(joining)!.length]]));
    await applyAll(history, parts);
    await expectToShow(history, ledger.events);
  });

  it('never shows half a transfer', async () => {
    const ledger = new TestLedger().open('a').open('b').transfer({ from: 'a', to: 'b', amountMinor: 5n });
    const debit = ledger.events.find(({ type }) => type === 'EntryPosted');
    if (debit?.type !== 'EntryPosted') throw new Error('there is a debit');
    const leg = (n: number): RecordedEvent => ({ ...debit, data: { ...debit.data, leg: n, legs: 2 } });
    const [opened] = ledger.byPartition().get(debit.partition) ?? [];
    await history.projection.apply(debit.partition, [opened!, leg(1)]);
    expect(await history.reader.transfer('tr_2')).toBeNull();
    await history.projection.apply(debit.partition, [leg(0)]);
    expect((await history.reader.transfer('tr_2'))?.legs).toHaveLength(2);
  });

  it('posts a transfer whose id was declined before', async () => {
    const ledger = new TestLedger().open('a').open('b');
    ledger.decline({ id: 'tr', from: 'a', to: 'b', amountMinor: 5n });
    await applyAll(history, ledger.byPartition());
    expect(await history.reader.transfer('tr')).toBeNull();
    ledger.transfer({ id: 'tr', from: 'a', to: 'b', amountMinor: 3n });
    await applyAll(history, ledger.byPartition());
    await expectToShow(history, ledger.events);
  });

  it('keeps texts and metadata exactly as given', async () => {
    const metadata = { $set: 'x', 'a.b': '', ['__proto__']: 'own', constructor: '𝒳' };
    const texts = { reference: '  ', description: '"\\%_$', category: 'é', metadata };
    const ledger = new TestLedger().open('a').open('b');
    ledger.transfer({ from: 'a', to: 'b', amountMinor: 9_223_372_036_854_775_807n, ...texts });
    await applyAll(history, ledger.byPartition());
    await expectToShow(history, ledger.events);
  });

  it('has every entry up to its position even when a reader asks while it writes', async () => {
    const ledger = new TestLedger().open('a').open('b');
    for (let i = 0; i < 400; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
    const partition = partitionOf('a');
    const events = ledger.byPartition().get(partition) ?? [];
    let done = false;
    const writing = (async () => {
      for (let at = 0; at < events.length; at += 20) {
        await history.projection.apply(partition, events.slice(at, at + 20));
      }
      done = true;
    })();
    let looks = 0;
    while (!done) {
      const applied = (await history.reader.positions()).get(partition) ?? 0;
      const written = await history.database.collection('entries').countDocuments();
      expect(written).toBeGreaterThanOrEqual(entriesIn(events.slice(0, applied), 'a').length);
      looks += 1;
    }
    await writing;
    expect(looks).toBeGreaterThan(1);
  });
});
