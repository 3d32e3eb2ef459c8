import type { LedgerEvent } from '@trine/contracts';
import type { Account, Accounts } from '../accounts/account.js';
import { decide, type Command } from '../decide.js';
import type { Decision } from '../decision.js';
import { evolveAll } from '../evolve.js';

/** `given(events).when(command).then(decision)`: a test in the ledger's own words. */
export function given(...history: (LedgerEvent | LedgerEvent[])[]) {
  const accounts: Accounts = evolveAll(new Map<string, Account>(), history.flat());
  return {
    when(command: Command) {
      const decision = decide(command, accounts);
      return {
        decision,
        /** What must be true of the decision; parts that do not matter may be left out. */
        then(expected: Partial<Decision>): void {
          expect(decision).toMatchObject(expected);
        },
        /** The accounts after the decision. */
        accounts: (): Accounts =>
          decision.outcome === 'refused' ? accounts : evolveAll(accounts, decision.events),
      };
    },
  };
}
