import { fitsInt64, formatAmount, formatBound, type EventData, type LedgerEvent } from '@trine/contracts';
import { availableOf, balancesOf, type Account, type Accounts } from '../accounts/account.js';
import { refuse, type Decision } from '../decision.js';
import { credited, debited } from './entries.js';

export interface Leg {
  readonly from: string;
  readonly to: string;
  /** Minor units, positive. */
  readonly amount: bigint;
  readonly currency: string;
}

export interface TransferTexts {
  readonly category?: string;
  readonly reference?: string;
  readonly description?: string;
  readonly metadata?: Record<string, string>;
}

export interface PostTransfer {
  readonly type: 'post-transfer';
  readonly id: string;
  readonly legs: readonly Leg[];
  readonly texts: TransferTexts;
  /** RFC 3339, UTC, milliseconds. */
  readonly occurredAt: string;
}

/**
 * Two EntryPosted a leg, or a refusal. In order of precedence: `account_not_found`, `same_account`,
 * `currency_mismatch`, `amount_out_of_range`, then the decline `insufficient_funds`. Legs are decided one after the
 * other, each on the balances that the one before left; the first that is refused refuses the whole.
 */
export function postTransfer(command: PostTransfer, accounts: Accounts): Decision {
  return refusalOf(command, accounts) ?? moveMoney(command, accounts);
}

function refusalOf({ legs }: PostTransfer, accounts: Accounts): Decision | undefined {
  const parties = legs.flatMap(({ from, to }) => [from, to]);
  const missing = parties.find((id) => !accounts.has(id));
  if (missing !== undefined) return refuse('account_not_found', `There is no account ${missing}`);
  const circular = legs.find(({ from, to }) => from === to);
  if (circular !== undefined)
    return refuse('same_account', `Money cannot go from ${circular.from} to itself`);
  for (const { from, to, currency } of legs) {
    const other = [from, to].find((id) => accounts.get(id)?.currency !== currency);
    if (other === undefined) continue;
    return refuse('currency_mismatch', `Account ${other} does not hold ${currency}`);
  }
  return undefined;
}

function moveMoney(command: PostTransfer, accounts: Accounts): Decision {
  const touched = new Map<string, Account>();
  const current = (id: string): Account => touched.get(id) ?? accounts.get(id)!;
  const events: LedgerEvent[] = [];
  for (const [index, leg] of command.legs.entries()) {
    const from = debited(current(leg.from), leg.amount);
    const to = credited(current(leg.to), leg.amount);
    if (!fitsInt64(leg.amount) || !representable(from) || !representable(to)) {
      return refuse('amount_out_of_range', `Leg ${index} passes 64-bit minor units`, [leg.from, leg.to]);
    }
    const available = availableOf(from);
    if (available !== null && available < 0n)
      return decline(command, index, accounts.get(leg.from)!, current(leg.from));
    touched.set(leg.from, from).set(leg.to, to);
    events.push(entryPosted(command, index, 'debit', from), entryPosted(command, index, 'credit', to));
  }
  return { outcome: 'accepted', events };
}

/** What is available has to fit as well as what is posted: it is told as an amount. */
function representable(account: Account): boolean {
  return fitsInt64(account.posted) && fitsInt64(availableOf(account) ?? 0n);
}

/** Nothing moved, so the event tells the balances from before the transfer, on the account as it was. */
function decline(command: PostTransfer, index: number, before: Account, atLeg: Account): Decision {
  const declined: Account = { ...before, version: before.version + 1 };
  const { amount, currency } = command.legs[index]!;
  const detail =
    `Account ${before.id} has ${formatBound(availableOf(atLeg), currency)} ${currency} available, ` +
    `${formatAmount(amount, currency)} is needed`;
  const code = 'insufficient_funds';
  const data = { ...movementOf(command, index, 'debit', declined), reason: code } as const;
  return { outcome: 'declined', code, detail, events: [{ type: 'TransferDeclined', data }] };
}

function entryPosted(
  command: PostTransfer,
  index: number,
  direction: 'debit' | 'credit',
  account: Account,
): LedgerEvent {
  const movement = movementOf(command, index, direction, account);
  return { type: 'EntryPosted', data: { ...movement, entry: account.entries, direction } };
}

function movementOf(
  command: PostTransfer,
  index: number,
  direction: 'debit' | 'credit',
  account: Account,
): Omit<EventData<'EntryPosted'>, 'entry' | 'direction'> {
  const leg = command.legs[index]!;
  return {
    accountId: account.id,
    version: account.version,
    transferId: command.id,
    leg: index,
    legs: command.legs.length,
    counterparty: direction === 'debit' ? leg.to : leg.from,
    amount: formatAmount(leg.amount, leg.currency),
    currency: leg.currency,
    ...command.texts,
    occurredAt: command.occurredAt,
    balances: balancesOf(account),
  };
}
