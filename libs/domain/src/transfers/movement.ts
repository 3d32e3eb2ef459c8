import { fitsInt64 } from '@trine/contracts';
import type { Account, Accounts } from '../accounts/account.js';
import { availableOf, representable } from '../accounts/account.js';
import { refuse, type Decision, type Refused } from '../decision.js';
import { captured, credited, debited } from './entries.js';
import { declined, entryPosted } from './movement-events.js';
import type { Leg, Texts } from './transfer.js';

/** Money on its way, whatever sent it. */
export interface Movement {
  readonly operation: 'transfer' | 'reversal' | 'capture';
  readonly transferId: string;
  readonly legs: readonly Leg[];
  readonly texts: Texts;
  /** RFC 3339, UTC, milliseconds. */
  readonly occurredAt: string;
  readonly reverses?: string;
  /** The hold that reserved it: the debit takes its amount from what is held, so funds are not asked for. */
  readonly holdId?: string;
}

/**
 * Two EntryPosted a leg, or a refusal. In order of precedence: `account_not_found`, `same_account`,
 * `currency_mismatch`, `amount_out_of_range`, `account_closed`, then the declines `account_frozen` and
 * `insufficient_funds`. Legs are decided one after the other, each on the balances that the one before left. `own` is
 * what the command itself is refused for; it comes before funds, so that what could never be is not told as a decline
 * of money.
 */
export function move(movement: Movement, accounts: Accounts, own?: Refused): Decision {
  const { legs } = movement;
  const refusal = obstacle(legs, accounts);
  if (refusal !== undefined) return refusal;
  // Nothing is left that could be declined.
  if (own !== undefined && legs.every(({ amount }) => amount === 0n)) return own;
  const moved = post(movement, accounts);
  if ('outcome' in moved) return moved;
  const closed = partyWith('closed', legs, accounts);
  if (closed !== undefined) return refuse('account_closed', `Account ${closed.id} is closed`, [closed.id]);
  const frozen = partyWith('frozen', legs, accounts);
  if (frozen !== undefined) return declined(movement, frozen.leg, accounts, 'account_frozen', frozen.id);
  // What it is refused for rests on no party being closed or frozen.
  if (own !== undefined) return { ...own, basis: legs.flatMap(({ from, to }) => [from, to]) };
  const { short } = moved;
  if (short !== undefined)
    return declined(movement, short.leg, accounts, 'insufficient_funds', short.account);
  return { outcome: 'accepted', events: moved.events };
}

/** What never changes of the accounts: that they exist, which they are and what they hold. */
export function obstacle(legs: readonly Leg[], accounts: Accounts): Refused | undefined {
  for (const leg of legs) {
    const missing = partyOf(leg, (id) => !accounts.has(id));
    if (missing !== undefined) return refuse('account_not_found', `There is no account ${missing}`);
  }
  for (const { from, to } of legs) {
    if (from === to) return refuse('same_account', `Money cannot go from ${from} to itself`);
  }
  for (const leg of legs) {
    const { currency } = leg;
    const other = partyOf(leg, (id) => accounts.get(id)!.currency !== currency);
    if (other !== undefined) return refuse('currency_mismatch', `Account ${other} does not hold ${currency}`);
  }
  return undefined;
}

function partyOf({ from, to }: Leg, isSought: (id: string) => boolean): string | undefined {
  if (isSought(from)) return from;
  return isSought(to) ? to : undefined;
}

/** The first leg with a party of that status. */
export function partyWith(
  status: Account['status'],
  legs: readonly Leg[],
  accounts: Accounts,
): { leg: number; id: string } | undefined {
  for (const [index, leg] of legs.entries()) {
    const id = partyOf(leg, (party) => accounts.get(party)!.status === status);
    if (id !== undefined) return { leg: index, id };
  }
  return undefined;
}

/** All entries, as if funds were no matter, and the first leg whose account was short of them (as it stood there). */
function post(movement: Movement, accounts: Accounts) {
  const touched = new Map<string, Account>();
  const current = (id: string): Account => touched.get(id) ?? accounts.get(id)!;
  const debit = movement.holdId === undefined ? debited : captured;
  const events = [];
  let short: { leg: number; account: Account } | undefined;
  for (const [index, leg] of movement.legs.entries()) {
    const before = current(leg.from);
    const from = debit(before, leg.amount);
    const to = credited(current(leg.to), leg.amount);
    touched.set(leg.from, from).set(leg.to, to);
    if (!fitsInt64(leg.amount) || !representable(from) || !representable(to)) {
      return refuse('amount_out_of_range', `Leg ${index} passes 64-bit minor units`, [...touched.keys()]);
    }
    if (movement.holdId === undefined && (availableOf(from) ?? 0n) < 0n)
      short ??= { leg: index, account: before };
    events.push(entryPosted(movement, index, 'debit', from), entryPosted(movement, index, 'credit', to));
  }
  return { events, short };
}
