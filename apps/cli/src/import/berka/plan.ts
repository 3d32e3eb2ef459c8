import { formatAmount, type BatchItem } from '@trine/contracts';
import type { AccountDetails } from './accounts.js';
import type { NamedAccountRequest } from './counter-accounts.js';
import { inBankOrder, signed } from './day-order.js';
import { CURRENCY } from './fields.js';
import { toTransfer } from './to-transfer.js';
import type { Transaction } from './transactions.js';

export interface AccountPlan {
  readonly request: NamedAccountRequest;
  /** In the order in which they have to be posted. */
  readonly transfers: readonly BatchItem[];
  /** The account's balance after each of the transfers, from an empty account on; minor units. */
  readonly running: readonly bigint[];
}

export interface ImportPlan {
  readonly accounts: readonly AccountPlan[];
  readonly transfers: number;
  /** Rows that move nothing: a transfer needs an amount. */
  readonly zeroAmounts: number;
}

/** Everything an import does, worked out before anything is posted. The same files always give the same plan. */
export function planImport(
  transactions: readonly Transaction[],
  details: ReadonlyMap<string, AccountDetails>,
): ImportPlan {
  const moving = transactions.filter(({ amount }) => amount > 0n);
  const accounts = [...groupBy(moving, ({ accountId }) => accountId)].map(([accountId, rows]) =>
    planAccount(accountId, rows, details.get(accountId)),
  );
  return {
    accounts,
    transfers: moving.length,
    zeroAmounts: transactions.length - moving.length,
  };
}

function planAccount(
  accountId: string,
  rows: readonly Transaction[],
  details: AccountDetails | undefined,
): AccountPlan {
  const transfers: BatchItem[] = [];
  const running: bigint[] = [];
  let balance = 0n;
  let bankBalance = 0n;
  const days = [...groupBy(rows, ({ date }) => date)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, day] of days) {
    const ordered = inBankOrder(day, bankBalance);
    bankBalance = ordered.at(-1)!.balance;
    for (const [index, transaction] of ordered.entries()) {
      balance += signed(transaction);
      running.push(balance);
      transfers.push(toTransfer(transaction, index));
    }
  }
  return { request: openRequest(accountId, lowest(running), details), transfers, running };
}

function openRequest(
  accountId: string,
  lowestBalance: bigint,
  details: AccountDetails | undefined,
): NamedAccountRequest {
  return {
    id: `berka-${accountId}`,
    currency: CURRENCY,
    overdraftLimit: formatAmount(-lowestBalance, CURRENCY),
    ...(details === undefined ? {} : { metadata: { ...details } }),
  };
}

/** The lowest of the balances, at most zero: where every account begins. */
export function lowest(balances: readonly bigint[]): bigint {
  return balances.reduce((least, balance) => (balance < least ? balance : least), 0n);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
