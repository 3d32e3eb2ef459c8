import type { DeclineReason, LedgerEvent, ProblemCode } from '@trine/contracts';

/**
 * What a decider says of a command.
 * - accepted: the events happen.
 * - declined: money did not move, and the events say so (analytics and notifications need it).
 * - refused: nothing happens. `basis` names the accounts whose state it rests on and that may change: whoever records
 *   the refusal has to verify their versions.
 */
export type Decision =
  | { readonly outcome: 'accepted'; readonly events: readonly LedgerEvent[] }
  | {
      readonly outcome: 'declined';
      readonly code: DeclineReason;
      readonly detail: string;
      readonly events: readonly LedgerEvent[];
    }
  | {
      readonly outcome: 'refused';
      readonly code: RefusalCode;
      readonly detail: string;
      readonly basis: readonly string[];
    };

export type RefusalCode = Extract<
  ProblemCode,
  'account_not_found' | 'account_exists' | 'same_account' | 'currency_mismatch' | 'amount_out_of_range'
>;

export function accept(...events: LedgerEvent[]): Decision {
  return { outcome: 'accepted', events };
}

export function refuse(code: RefusalCode, detail: string, basis: readonly string[] = []): Decision {
  return { outcome: 'refused', code, detail, basis };
}
