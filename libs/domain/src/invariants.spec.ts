import { MAX_MINOR, type LedgerEvent } from '@trine/contracts';
import fc from 'fast-check';
import { availableOf, type Account } from './accounts/account.js';
import { decide, type Command } from './decide.js';
import { evolveAll } from './evolve.js';

const ids = ['a', 'b', 'c', 'd'];
const id = fc.constantFrom(...ids);
const currency = fc.constantFrom('CZK', 'JPY');
const amount = fc.oneof(fc.bigInt({ min: 1n, max: 1_000n }), fc.bigInt({ min: 1n, max: MAX_MINOR }));
const leg = fc.record({ from: id, to: id, amount, currency });

const open: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('open-account' as const),
  id,
  currency: fc.constantFrom('CZK', 'CZK', 'CZK', 'JPY'),
  overdraftLimit: fc.oneof(fc.constant(0n), fc.constant(null), amount),
});
const post: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('post-transfer' as const),
  id: fc.uuid(),
  legs: fc.array(leg, { minLength: 1, maxLength: 3 }),
  texts: fc.constant({}),
  occurredAt: fc.constant('2026-01-01T00:00:00.000Z'),
});
const commands = fc.array(fc.oneof({ weight: 1, arbitrary: open }, { weight: 9, arbitrary: post }), {
  maxLength: 300,
  size: 'max',
});

interface Run {
  readonly accounts: Map<string, Account>;
  readonly log: LedgerEvent[];
}

function run(sequence: readonly Command[], check: (accounts: Map<string, Account>) => void): Run {
  let accounts = new Map<string, Account>();
  const log: LedgerEvent[] = [];
  for (const command of sequence) {
    const decision = decide(command, accounts);
    if (decision.outcome === 'refused') continue;
    accounts = evolveAll(accounts, decision.events);
    log.push(...decision.events);
    check(accounts);
  }
  return { accounts, log };
}

describe('invariant 6', () => {
  it('the sum of all balances per currency is zero after every command', () => {
    fc.assert(
      fc.property(commands, (sequence) => {
        run(sequence, (accounts) => {
          const sums = new Map<string, bigint>();
          for (const account of accounts.values()) {
            sums.set(account.currency, (sums.get(account.currency) ?? 0n) + account.posted);
          }
          expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
        });
      }),
    );
  });

  it('available never goes below zero for an account that is not unlimited', () => {
    fc.assert(
      fc.property(commands, (sequence) => {
        run(sequence, (accounts) => {
          for (const account of accounts.values()) expect((availableOf(account) ?? 0n) >= 0n).toBe(true);
        });
      }),
    );
  });
});

describe('the events of an account', () => {
  it('have dense versions and dense entry numbers', () => {
    fc.assert(
      fc.property(commands, (sequence) => {
        const { log } = run(sequence, () => undefined);
        for (const account of ids) {
          const events = log.filter(({ data }) => data.accountId === account);
          expect(events.map(({ data }) => data.version)).toEqual(events.map((_, i) => i + 1));
          const entries = events.flatMap((event) => (event.type === 'EntryPosted' ? [event.data.entry] : []));
          expect(entries).toEqual(entries.map((_, i) => i + 1));
        }
      }),
    );
  });

  it('tell the balances that a fold of them reaches (invariant 5)', () => {
    fc.assert(
      fc.property(commands, (sequence) => {
        const { log, accounts } = run(sequence, () => undefined);
        expect(evolveAll(new Map(), log)).toEqual(accounts);
      }),
    );
  });
});

describe('a decision', () => {
  it('is the same for the same command on the same accounts', () => {
    fc.assert(
      fc.property(commands, (sequence) => {
        const once = run(sequence, () => undefined);
        expect(run(sequence, () => undefined)).toEqual(once);
      }),
    );
  });
});
