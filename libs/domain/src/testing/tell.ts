import fc from 'fast-check';
import { decide } from '../decide.js';
import { LedgerState } from '../evolve-ledger.js';
import { sequences, type Timed } from './arbitraries.js';

/** Of up to hundreds of commands each. */
const RUNS = 50;

/** Holds for every sequence; a failure is told as the shortest one that shows it, as given, when and then. */
export function forEverySequence(check: (sequence: readonly Timed[]) => void): void {
  const run = fc.check(fc.property(sequences, check), { numRuns: RUNS });
  if (!run.failed) return;
  const [sequence] = run.counterexample ?? [[]];
  const cause = run.errorInstance;
  throw new Error(
    `${tell(sequence)}\nbut: ${String(cause)}\n(seed ${run.seed}, path ${run.counterexamplePath})`,
    {
      cause,
    },
  );
}

/** What happened in a sequence: all that was accepted before, the last command, and what came of it. */
export function tell(sequence: readonly Timed[]): string {
  const ledger = new LedgerState();
  const lines = sequence.map(({ command, at }) => {
    const decision = decide(command, ledger, at);
    if (decision.outcome !== 'refused') ledger.applyAll(decision.events);
    const code = decision.outcome === 'accepted' ? '' : ` ${decision.code}`;
    const { type, ...fields } = command;
    return {
      command: `${at.slice(17, 19)}s ${type} ${inOneLine(fields)}`,
      outcome: `${decision.outcome}${code}`,
    };
  });
  const last = lines.pop();
  const given = lines.map(({ command, outcome }) => `  ${command}: ${outcome}`);
  return ['given', ...given, `when\n  ${last?.command}`, `then\n  ${last?.outcome}`].join('\n');
}

function inOneLine(fields: object): string {
  return JSON.stringify(fields, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
