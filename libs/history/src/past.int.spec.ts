import fc from 'fast-check';
import { formatAmount, parseAmount, type EntryResponse } from '@trine/contracts';
import { ledgers, TestLedger } from '@trine/contracts/testing';
import { accountsIn, balanceIn, entriesIn } from './testing/expected.js';
import { applyAll, openHistory, type TestHistory } from './testing/history.js';

let history: TestHistory;
beforeAll(async () => {
  history = await openHistory();
});
afterAll(() => history.close());

let run = 0;
const anyLedger = ledgers(() => `past${run++}`, 30);

async function statement(accountId: string, month: string) {
  const found = await history.reader.statement(accountId, month);
  if (found === null) throw new Error(`${accountId} is not there`);
  const entries: EntryResponse[] = [];
  for await (const entry of found.entries) entries.push(entry);
  return { ...found, entries };
}

function signed({ direction, amount, currency }: EntryResponse): bigint {
  return direction === 'credit' ? parseAmount(amount, currency) : -parseAmount(amount, currency);
}

describe('the balance at a time', () => {
  it('is what the last event by then left, whatever kind of event it was', async () => {
    await fc.assert(
      fc.asyncProperty(anyLedger, async (ledger) => {
        const { events } = ledger;
        await applyAll(history, ledger.byPartition());
        const times = [...new Set(events.map(({ recordedAt }) => recordedAt))];
        const before = new Date(Date.parse(times[0]!) - 1).toISOString();
        for (const id of accountsIn(events)) {
          for (const at of [before, ...times]) {
            expect(await history.reader.balanceAt(id, at)).toEqual(balanceIn(events, id, at));
          }
        }
      }),
      { numRuns: 5 },
    );
    expect(await history.reader.balanceAt('nobody', '2026-01-01T00:00:00.000Z')).toBeNull();
  });
});

describe('statements', () => {
  it('hold every entry once, in the month in which it occurred, and each begins where the last one ended', async () => {
    const months = Array.from({ length: 25 }, (_, i) => {
      return new Date(Date.UTC(2025, i)).toISOString().slice(0, 7);
    });
    await fc.assert(
      fc.asyncProperty(anyLedger, async (ledger) => {
        await applyAll(history, ledger.byPartition());
        for (const id of accountsIn(ledger.events)) {
          const all = entriesIn(ledger.events, id);
          let balance = 0n;
          const seen: EntryResponse[] = [];
          for (const month of months) {
            const { currency, opening, closing, entries } = await statement(id, month);
            expect(opening).toBe(formatAmount(balance, currency));
            const expected = all.filter(({ occurredAt }) => occurredAt.startsWith(month));
            expected.sort((a, b) => a.occurredAt.localeCompare(b.occurredAt) || a.entry - b.entry);
            expect(entries).toEqual(expected);
            balance += entries.reduce((sum, entry) => sum + signed(entry), 0n);
            expect(closing).toBe(formatAmount(balance, currency));
            seen.push(...entries);
          }
          expect(seen).toHaveLength(all.length);
        }
      }),
      { numRuns: 3 },
    );
    expect(await history.reader.statement('nobody', '2026-01')).toBeNull();
  });

  it('tell sums that no balance could have, when much occurred in another order than it was recorded', async () => {
    const ledger = new TestLedger().open('vast').open('vast-other');
    const amountMinor = 9_000_000_000_000_000_001n;
    const move = (from: string, to: string, month: string) =>
      ledger.transfer({ from, to, amountMinor, occurredAt: `${month}-15T00:00:00.000Z` });
    move('vast-other', 'vast', '2025-01');
    move('vast', 'vast-other', '2025-03');
    move('vast-other', 'vast', '2025-02');
    await applyAll(history, ledger.byPartition());
    const twice = '180000000000000000.02';
    expect(await statement('vast', '2025-02')).toMatchObject({ closing: twice });
    expect(await statement('vast', '2025-03')).toMatchObject({
      opening: twice,
      closing: '90000000000000000.01',
    });
  });

  it('stay as they were when they began while new entries arrive', async () => {
    const ledger = new TestLedger().open('s').open('s-other');
    const pay = () =>
      ledger.transfer({ from: 's-other', to: 's', amountMinor: 1n, occurredAt: '2026-01-15T00:00:00.000Z' });
    for (let i = 0; i < 3_000; i++) pay();
    await applyAll(history, ledger.byPartition());
    const found = await history.reader.statement('s', '2026-01');
    for (let i = 0; i < 10; i++) pay();
    await applyAll(history, ledger.byPartition());
    let count = 0;
    for await (const entry of found!.entries) count += Number(entry.amount === '0.01');
    expect(count).toBe(3_000);
    expect(found!.closing).toBe('30.00');
    expect((await statement('s', '2026-01')).closing).toBe('30.10');
  });
});
