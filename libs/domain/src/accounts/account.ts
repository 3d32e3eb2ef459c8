import type { AccountStatus, Balances, Bound } from '@trine/contracts';
import { fitsInt64, formatAmount, formatBound } from '@trine/contracts';

/** An account as the decider sees it. Money is in minor units. */
export interface Account {
  readonly id: string;
  readonly currency: string;
  readonly status: AccountStatus;
  /** Rises by one with each event of the account. */
  readonly version: number;
  /** How many entries it has; the next is numbered one more. */
  readonly entries: number;
  readonly posted: bigint;
  /** The sum of what its open holds still reserve. */
  readonly held: bigint;
  /** How far below zero it may go; null is unlimited. */
  readonly overdraftLimit: Bound;
}

/** By id; an account that is missing does not exist. */
export type Accounts = ReadonlyMap<string, Account>;

/** What can be spent: posted − held + overdraft limit; null is unlimited. */
export function availableOf({ posted, held, overdraftLimit }: Account): Bound {
  return overdraftLimit === null ? null : posted - held + overdraftLimit;
}

/** Whether nothing of it passes 64 bits: what is available is told as an amount too. */
export function representable(account: Account): boolean {
  return fitsInt64(account.posted) && fitsInt64(account.held) && fitsInt64(availableOf(account) ?? 0n);
}

/** The balances as an event tells them. */
export function balancesOf(account: Account): Balances {
  const { currency } = account;
  return {
    posted: formatAmount(account.posted, currency),
    held: formatAmount(account.held, currency),
    available: formatBound(availableOf(account), currency),
  };
}

/** What every event of the account says of it; the account is the one after the event. */
export function standingOf(account: Account) {
  const { id: accountId, version, currency } = account;
  return { accountId, version, currency, balances: balancesOf(account) };
}
