import type { Account } from '../accounts/account.js';

/** The account after a debit of `amount` minor units; whether it may go that low is the decider's business. */
export function debited(account: Account, amount: bigint): Account {
  return afterEntry(account, -amount);
}

/** The account after a debit that a hold on it had reserved: what is available stays as it is. */
export function captured(account: Account, amount: bigint): Account {
  return { ...debited(account, amount), held: account.held - amount };
}

/** The account after a credit of `amount` minor units. */
export function credited(account: Account, amount: bigint): Account {
  return afterEntry(account, amount);
}

function afterEntry(account: Account, change: bigint): Account {
  // Field by field: this is done four times a transfer, and V8 copies what is spread in slow code.
  const { id, currency, status, version, entries, posted, held, overdraftLimit } = account;
  return {
    id,
    currency,
    status,
    version: version + 1,
    entries: entries + 1,
    posted: posted + change,
    held,
    overdraftLimit,
  };
}
