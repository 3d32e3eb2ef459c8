/** What an error answer of one code always says. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable?: boolean;
  /** Seconds to wait before trying again, for what says so. */
  readonly retryAfterS?: number;
}

/** Every code that Trine answers with: stable, callers branch on them. */
export const problemKinds = {
  invalid_request: { status: 400, title: 'The request is malformed' },
  idempotency_key_missing: { status: 400, title: 'The Idempotency-Key header is missing' },
  not_found: { status: 404, title: 'No such route' },
  account_not_found: { status: 404, title: 'No such account' },
  transfer_not_found: { status: 404, title: 'No such transfer' },
  hold_not_found: { status: 404, title: 'No such hold' },
  account_exists: { status: 409, title: 'The account id is taken' },
  transfer_exists: { status: 409, title: 'The transfer id is taken' },
  hold_exists: { status: 409, title: 'The hold id is taken' },
  idempotency_in_flight: {
    status: 409,
    title: 'A request with this Idempotency-Key is still being decided',
    retryable: true,
    retryAfterS: 1,
  },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used with another request' },
  same_account: { status: 422, title: 'A transfer needs two different accounts' },
  currency_mismatch: { status: 422, title: 'An account holds another currency' },
  amount_out_of_range: { status: 422, title: 'An amount or balance passes 64-bit minor units' },
  account_closed: { status: 422, title: 'The account is closed' },
  account_frozen: { status: 422, title: 'The account is frozen' },
  insufficient_funds: { status: 422, title: 'The account has not enough available' },
  reversal_exceeds_transfer: { status: 422, title: 'More than what is left of the transfer' },
  hold_exceeded: { status: 422, title: 'More than what remains of the hold' },
  hold_resolved: { status: 422, title: 'The hold was captured or voided already' },
  hold_expired: { status: 422, title: 'The hold has expired' },
  balance_not_zero: { status: 422, title: 'The account still has a balance' },
  holds_open: { status: 422, title: 'The account still has open holds' },
  batch_refused: { status: 422, title: 'An item of the atomic batch was refused, so none was posted' },
  internal_error: { status: 500, title: 'Something went wrong on our side', retryable: true },
  overloaded: { status: 503, title: 'Too many requests are waiting', retryable: true, retryAfterS: 1 },
  read_model_behind: {
    status: 503,
    title: 'The view has not caught up with the Consistency-Token yet',
    retryable: true,
    retryAfterS: 1,
  },
  unavailable: {
    status: 503,
    title: 'Something this request needs is down',
    retryable: true,
    retryAfterS: 1,
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;

export function problemKindOf(code: ProblemCode): ProblemKind {
  return problemKinds[code];
}
