import type { DeclineReason, InputFault, LedgerEvent, ProblemCode } from '@trine/contracts';

/** Nothing happens. */
export interface Refused {
  readonly outcome: 'refused';
  readonly code: RefusalCode;
  readonly detail: string;
  readonly basis: readonly string[];
  /** Of `invalid_request`. */
  readonly faults?: readonly InputFault[];
}

/**
 * What a decider says of a command.
 * - accepted: the events happen; none do when everything is so already.
 * - declined: money did not move, and the events say so (analytics and notifications need it).
 * - refused: nothing happens.
 *
 * `basis` names the accounts whose state it rests on and that may change: whoever answers it has to verify the versions
 * of those that no event of it is of.
 */
export type Decision =
  | {
      readonly outcome: 'accepted';
      readonly events: readonly LedgerEvent[];
      readonly basis?: readonly string[];
    }
  | {
      readonly outcome: 'declined';
      readonly code: DeclineReason;
      readonly detail: string;
      readonly events: readonly LedgerEvent[];
      readonly basis: readonly string[];
    }
  | Refused;

export type RefusalCode = Extract<
  ProblemCode,
  | 'invalid_request'
  | 'account_not_found'
  | 'transfer_not_found'
  | 'hold_not_found'
  | 'account_exists'
  | 'transfer_exists'
  | 'hold_exists'
  | 'same_account'
  | 'currency_mismatch'
  | 'amount_out_of_range'
  | 'account_closed'
  | 'reversal_exceeds_transfer'
  | 'hold_exceeded'
  | 'hold_resolved'
  | 'hold_expired'
  | 'balance_not_zero'
  | 'holds_open'
>;

export function accept(...events: LedgerEvent[]): Decision {
  return { outcome: 'accepted', events };
}

export function refuse(code: RefusalCode, detail: string, basis: readonly string[] = []): Refused {
  return { outcome: 'refused', code, detail, basis };
}

/** A field of the request that only the ledger can judge. `pointer` is a JSON pointer into the body. */
export function malformed(pointer: string, message: string): Refused {
  const detail = 'The body does not fit; see errors';
  return { outcome: 'refused', code: 'invalid_request', detail, basis: [], faults: [{ pointer, message }] };
}
