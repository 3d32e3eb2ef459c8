import {
  formatAmount,
  formatBound,
  type DeclinedOperation,
  type DeclineReason,
  type EventData,
  type LedgerEvent,
} from '@trine/contracts';
import { availableOf, balancesOf, standingOf, type Account, type Accounts } from '../accounts/account.js';
import type { Decision } from '../decision.js';
import type { Movement } from './movement.js';
import type { Leg, Texts } from './transfer.js';

/** One side of a leg, on the account as that side leaves it. */
export function entryPosted(
  movement: Movement,
  index: number,
  direction: 'debit' | 'credit',
  account: Account,
): LedgerEvent {
  const { transferId, legs, texts, occurredAt, reverses, holdId } = movement;
  const leg = legs[index]!;
  // Field by field, absent ones undefined: this is made twice a transfer, and spreading costs more than all the rest.
  const data: EventData<'EntryPosted'> = {
    accountId: account.id,
    version: account.version,
    currency: account.currency,
    balances: balancesOf(account),
    transferId,
    leg: index,
    legs: legs.length,
    entry: account.entries,
    direction,
    counterparty: direction === 'debit' ? leg.to : leg.from,
    amount: formatAmount(leg.amount, leg.currency),
    category: texts.category,
    reference: texts.reference,
    description: texts.description,
    metadata: texts.metadata,
    reverses,
    holdId,
    occurredAt,
  };
  return { type: 'EntryPosted', data };
}

/** What a decline has to know of what was asked for; a hold has no transfer. */
export interface Declined {
  readonly operation: DeclinedOperation;
  readonly transferId?: string;
  readonly holdId?: string;
  readonly reverses?: string;
  readonly legs: readonly Leg[];
  readonly texts: Texts;
  readonly occurredAt: string;
}

/**
 * Nothing moved, so the event tells the balances from before, on the account the money would have left. `cause` is the
 * frozen account's id, or the account that is short as it stood at that leg.
 */
export function declined(
  asked: Declined,
  index: number,
  accounts: Accounts,
  reason: DeclineReason,
  cause: string | Account,
): Decision {
  const { operation, transferId, holdId, reverses, legs, texts, occurredAt } = asked;
  const { from, to, amount, currency } = legs[index]!;
  const before = accounts.get(from)!;
  const data: EventData<'TransferDeclined'> = {
    ...standingOf({ ...before, version: before.version + 1 }),
    operation,
    ...(transferId === undefined ? {} : { transferId }),
    ...(holdId === undefined ? {} : { holdId }),
    ...(reverses === undefined ? {} : { reverses }),
    leg: index,
    legs: legs.length,
    counterparty: to,
    amount: formatAmount(amount, currency),
    ...texts,
    occurredAt,
    reason,
  };
  const detail = typeof cause === 'string' ? `Account ${cause} is frozen` : shortage(cause, legs[index]!);
  // That no other party was closed or frozen, and what the legs before left, counts as well.
  const basis = legs.flatMap((leg) => [leg.from, leg.to]);
  return { outcome: 'declined', code: reason, detail, events: [{ type: 'TransferDeclined', data }], basis };
}

function shortage(account: Account, { amount, currency }: Leg): string {
  const available = formatBound(availableOf(account), currency);
  return `Account ${account.id} has ${available} ${currency} available, ${formatAmount(amount, currency)} is needed`;
}
