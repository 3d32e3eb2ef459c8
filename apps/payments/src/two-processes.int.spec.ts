import { randomUUID } from 'node:crypto';
import { decodeStoredEvent } from '@trine/contracts';
import { availableOf, LedgerState, type Account } from '@trine/domain';
import { PostgresEventStore } from '@trine/event-store';
import fc from 'fast-check';
import { Ledger, Payments, transfer, type Reply } from './testing/payments.js';

/** One caller's commands are sent one after the other; callers do not wait for each other. */
const CALLERS = 8;
const ids = ['a', 'b', 'c'];

describe('two payments processes on one event store', () => {
  let ledger: Ledger;
  let processes: Payments[];
  let store: PostgresEventStore;

  beforeAll(async () => {
    ledger = await Ledger.create();
    processes = [await Payments.start(ledger.url), await Payments.start(ledger.url)];
    store = await PostgresEventStore.connect(ledger.url);
    await processes[0]!.openFunded(...ids);
  });
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.stop()));
    await store.close();
    await ledger.drop();
  });

  /** The log in the order of each account's own events, which is all that a decision sees. */
  async function folded(): Promise<LedgerState> {
    const heads = await store.heads();
    const start = new Map([...heads.keys()].map((partition) => [partition, 0]));
    const pages = await store.readAfter(start, 1_000_000);
    const events = [...pages.values()].flat().map(decodeStoredEvent);
    const state = new LedgerState();
    // A capture names a hold of its own account, so partitions may be folded one after the other.
    for (const event of events) {
      state.apply(event);
      const account = state.accounts.get(event.data.accountId)!;
      expect((availableOf(account) ?? 0n) >= 0n).toBe(true);
    }
    return state;
  }

  const command = fc.record({
    process: fc.nat(1),
    kind: fc.constantFrom('transfer', 'transfer', 'hold', 'capture', 'reverse', 'repeat'),
    from: fc.constantFrom(...ids, 'bank'),
    to: fc.constantFrom(...ids),
    amount: fc.integer({ min: 1, max: 60 }),
  });
  type Sendable = typeof command extends fc.Arbitrary<infer T> ? T : never;
  type Sent = { process: number; send: (to: Payments) => Promise<Reply>; reply: Reply };

  async function caller(commands: readonly Sendable[]): Promise<Sent[]> {
    const sent: Sent[] = [];
    let lastTransfer = 'none';
    let lastHold = 'none';
    for (const { process, kind, from, to, amount } of commands) {
      const key = randomUUID();
      const money = transfer(from, to, `${amount}.00`);
      const paths: Record<string, string | undefined> = {
        transfer: '/v1/transfers',
        hold: '/v1/holds',
        capture: `/v1/holds/${lastHold}/capture`,
        reverse: `/v1/transfers/${lastTransfer}/reverse`,
      };
      const path = paths[kind];
      const body = kind === 'hold' ? { account: from, to, amount: money.amount, currency: 'CZK' } : money;
      const again = sent.at(-1);
      const send =
        path === undefined
          ? again?.send
          : (target: Payments) =>
              target.command(path, kind === 'capture' || kind === 'reverse' ? {} : body, key);
      if (send === undefined) continue;
      const reply = await send(processes[process]!);
      // The same command at either process has one answer.
      if (path === undefined) expect(reply.body).toEqual(again!.reply.body);
      if (kind === 'transfer' && reply.status === 201) lastTransfer = reply.body.id;
      if (kind === 'hold' && reply.status === 201) lastHold = reply.body.id;
      sent.push({ process, send, reply });
    }
    return sent;
  }

  it('decide as if there were one: no money is lost, doubled or spent twice, and every answer stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(command, { minLength: 5, maxLength: 25 }), {
          minLength: CALLERS,
          maxLength: CALLERS,
        }),
        async (callers) => {
          const sent = (await Promise.all(callers.map(caller))).flat();
          for (const { reply } of sent) expect([201, 404, 422]).toContain(reply.status);
          const state = await folded();
          const rows = await store.loadAccounts([...ids, 'bank']);
          expect(new Map([...state.accounts].filter(([id]) => rows.has(id)))).toEqual(rows);
          expect(sum([...rows.values()])).toBe(0n);
          const posted = sent.filter(({ reply }) => reply.status === 201 && reply.body.legs !== undefined);
          for (const { reply } of posted) expect(state.transfers.has(reply.body.id)).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });
});

function sum(accounts: readonly Account[]): bigint {
  return accounts.reduce((total, { posted }) => total + posted, 0n);
}
