import type { LedgerEvent } from '@trine/contracts';
import { decide, type Command } from '../decide.js';
import type { Decision } from '../decision.js';
import { LedgerState } from '../evolve-ledger.js';
import { NOW } from './builders.js';

/** `given(events).when(command).then(decision)`: a test in the ledger's own words. */
export function given(...history: (LedgerEvent | LedgerEvent[])[]) {
  const ledger = new LedgerState().applyAll(history.flat());
  return {
    when(command: Command, at = NOW) {
      const decision = decide(command, ledger, at);
      const after = new LedgerState(ledger);
      if (decision.outcome !== 'refused') after.applyAll(decision.events);
      return {
        decision,
        /** The ledger after the decision. */
        after,
        /** What must be true of the decision; parts that do not matter may be left out. */
        then(expected: Partial<Decision>): void {
          expect(decision).toMatchObject(expected);
        },
      };
    },
  };
}
