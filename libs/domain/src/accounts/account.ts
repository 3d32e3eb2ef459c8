import type { Balances, Bound } from '@trine/contracts';
import { formatAmount, formatBound } from '@trine/contracts';

/** An account as the decider sees it. Money is in minor units. */
export interface Account {
  readonly id: string;
  readonly currency: string;
  /** Rises by one with each event of the account. */
  readonly version: number;
  /** How many entries it has; the next is numbered one more. */
  readonly entries: number;
  readonly posted: bigint;
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

/** The balances as an event tells them. */
export function balancesOf(account: Account): Balances {
  const { currency } = account;
  return {
    posted: formatAmount(account.posted, currency),
    held: formatAmount(account.held, currency),
    available: formatBound(availableOf(account), currency),
  };
}
