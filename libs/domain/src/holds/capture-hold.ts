import { formatAmount, type LedgerEvent } from '@trine/contracts';
import { standingOf } from '../accounts/account.js';
import { refuse, type Decision, type Refused } from '../decision.js';
import { evolve } from '../evolve.js';
import type { Ledger } from '../ledger.js';
import { readPositive } from '../money.js';
import { move } from '../transfers/movement.js';
import { hasExpired, remainingOf, type Hold } from './hold.js';

export interface CaptureHold {
  readonly type: 'capture-hold';
  readonly holdId: string;
  /** The transfer that takes the money. */
  readonly transferId: string;
  /** Decimal string in the hold's currency; all that remains when absent. */
  readonly amount?: string;
  /** Whether what remains after this is released. */
  readonly final: boolean;
}

/**
 * Two EntryPosted, then HoldCaptured. In order of precedence: `hold_not_found`, `invalid_request`, what `move` refuses,
 * `hold_exceeded`, `hold_resolved`, `hold_expired`.
 */
export function captureHold(command: CaptureHold, { accounts, holds }: Ledger, at: string): Decision {
  const { holdId, transferId } = command;
  const hold = holds.get(holdId);
  if (hold === undefined) return refuse('hold_not_found', `There is no hold ${holdId}`);
  const amount = amountOf(command, hold);
  if (typeof amount === 'object') return amount;
  const { accountId: from, to, currency, texts } = hold;
  const movement = { transferId, legs: [{ from, to, amount, currency }], texts, occurredAt: at, holdId };
  const own = excess(hold, amount) ?? resolution(hold, at);
  const moved = move({ operation: 'capture', ...movement }, accounts, own);
  if (moved.outcome !== 'accepted') return moved;
  return {
    outcome: 'accepted',
    events: [...moved.events, holdCaptured(command, hold, amount, moved.events, accounts)],
  };
}

/** Why a hold can be neither captured nor voided any more. */
export function resolution(hold: Hold, at: string): Refused | undefined {
  if (hold.status === 'expired' || (hold.status === 'open' && hasExpired(hold, at))) {
    return refuse('hold_expired', `Hold ${hold.id} expired at ${hold.expiresAt}`);
  }
  return hold.status === 'open'
    ? undefined
    : refuse('hold_resolved', `Hold ${hold.id} is ${hold.status} already`);
}

function amountOf({ amount }: CaptureHold, hold: Hold): bigint | Refused {
  return amount === undefined ? remainingOf(hold) : readPositive('/amount', amount, hold.currency);
}

/** Of a hold that was captured whole nothing can be exceeded: it is resolved. */
function excess({ id, currency, amount, captured }: Hold, asked: bigint): Refused | undefined {
  const left = amount - captured;
  if (left === 0n || asked <= left) return undefined;
  return refuse('hold_exceeded', `${formatAmount(left, currency)} ${currency} is left of hold ${id}`);
}

function holdCaptured(
  { holdId, transferId, final }: CaptureHold,
  hold: Hold,
  amount: bigint,
  entries: readonly LedgerEvent[],
  accounts: Ledger['accounts'],
): LedgerEvent {
  const { accountId, to, currency } = hold;
  const debited = evolve(accounts.get(accountId), entries[0]!);
  const captured = hold.captured + amount;
  const rest = hold.amount - captured;
  const released = final ? rest : 0n;
  const after = { ...debited, version: debited.version + 1, held: debited.held - released };
  const told = (minor: bigint) => formatAmount(minor, currency);
  const amounts = { amount: told(amount), captured: told(captured), remaining: told(rest - released) };
  return {
    type: 'HoldCaptured',
    data: { ...standingOf(after), holdId, to, transferId, ...amounts, released: told(released) },
  };
}
