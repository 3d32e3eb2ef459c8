import type { LedgerEvent } from '@trine/contracts';
import { availableOf, balancesOf } from './accounts/account.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import { LedgerState } from './evolve-ledger.js';
import { remainingOf } from './holds/hold.js';
import { reversible } from './transfers/transfer.js';
import { accountIds, type Timed } from './testing/arbitraries.js';
import { forEverySequence } from './testing/tell.js';

interface Step {
  readonly timed: Timed;
  readonly decision: Decision;
  readonly ledger: LedgerState;
}

function run(sequence: readonly Timed[], check: (step: Step) => void = () => undefined) {
  const ledger = new LedgerState();
  const log: LedgerEvent[] = [];
  for (const timed of sequence) {
    const decision = decide(timed.command, ledger, timed.at);
    if (decision.outcome !== 'refused') {
      ledger.applyAll(decision.events);
      log.push(...decision.events);
    }
    check({ timed, decision, ledger });
  }
  return { ledger, log };
}

/** Holds after every command of every sequence. */
function always(check: (step: Step) => void): void {
  forEverySequence((sequence) => void run(sequence, check));
}

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n);

describe('invariant 6', () => {
  it('the sum of all balances per currency is zero after every command', () => {
    always(({ ledger }) => {
      for (const currency of ['CZK', 'JPY']) {
        const posted = [...ledger.accounts.values()].filter((account) => account.currency === currency);
        expect(sum(posted.map((account) => account.posted))).toBe(0n);
      }
    });
  });

  it('nothing but a lowered limit takes available below zero, and then nothing more goes out', () => {
    const before = new Map<string, bigint>();
    forEverySequence((sequence) => {
      before.clear();
      run(sequence, ({ timed, ledger }) => {
        for (const account of ledger.accounts.values()) {
          const available = availableOf(account) ?? 0n;
          const lowest = timed.command.type === 'change-limits' ? available : (before.get(account.id) ?? 0n);
          expect(available >= 0n || available >= lowest).toBe(true);
          before.set(account.id, available);
        }
      });
    });
  });

  it('held is the sum of what the open holds of an account reserve', () => {
    always(({ ledger }) => {
      for (const { id, held } of ledger.accounts.values()) {
        const holds = [...ledger.holds.values()].filter(({ accountId }) => accountId === id);
        expect(held).toBe(sum(holds.map(remainingOf)));
      }
    });
  });

  it('captures never take more than the hold, reversals never more than the transfer', () => {
    forEverySequence((sequence) => {
      const { ledger, log } = run(sequence);
      const entries = log.flatMap((event) => (event.type === 'EntryPosted' ? [event.data] : []));
      const debits = entries.filter(({ direction }) => direction === 'debit');
      const minor = (text: string) => BigInt(text.replace('.', ''));
      for (const hold of ledger.holds.values()) {
        const taken = sum(debits.filter(({ holdId }) => holdId === hold.id).map((d) => minor(d.amount)));
        expect(taken).toBe(hold.captured);
        expect(taken <= hold.amount).toBe(true);
      }
      for (const transfer of ledger.transfers.values()) {
        const back = debits.filter(({ reverses }) => reverses === transfer.id);
        const whole = sum(transfer.legs.map(({ amount }) => amount));
        expect(sum(back.map((d) => minor(d.amount))) <= whole).toBe(true);
        expect(reversible(transfer) >= 0n).toBe(true);
      }
    });
  });

  it('a decline tells of money', () => {
    always(({ decision }) => {
      if (decision.outcome !== 'declined') return;
      for (const { type, data } of decision.events) {
        if (type === 'TransferDeclined') expect(data.amount).toMatch(/[1-9]/);
      }
    });
  });

  it('nothing happens on a closed account, which stands at zero', () => {
    always(({ ledger }) => {
      for (const { status, posted, held } of ledger.accounts.values()) {
        if (status === 'closed') expect([posted, held]).toEqual([0n, 0n]);
      }
    });
  });
});

describe('the events of an account', () => {
  it('have dense versions and dense entry numbers', () => {
    forEverySequence((sequence) => {
      const { log } = run(sequence);
      for (const account of accountIds) {
        const events = log.filter(({ data }) => data.accountId === account);
        expect(events.map(({ data }) => data.version)).toEqual(events.map((_, i) => i + 1));
        const entries = events.flatMap((event) => (event.type === 'EntryPosted' ? [event.data.entry] : []));
        expect(entries).toEqual(entries.map((_, i) => i + 1));
      }
    });
  });

  it('tell the balances that a fold of them reaches (invariant 5)', () => {
    forEverySequence((sequence) => {
      const { log, ledger } = run(sequence);
      const folded = new LedgerState();
      for (const event of log) {
        folded.apply(event);
        expect(event.data.balances).toEqual(balancesOf(folded.accounts.get(event.data.accountId)!));
      }
      expect(folded).toEqual(ledger);
    });
  });
});

describe('a decision', () => {
  it('is the same for the same command on the same ledger at the same time', () => {
    forEverySequence((sequence) => {
      const decisions: Decision[] = [];
      run(sequence, ({ decision }) => decisions.push(decision));
      let index = 0;
      run(sequence, ({ decision }) => expect(decision).toEqual(decisions[index++]));
    });
  });
});
