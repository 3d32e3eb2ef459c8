import { parseAmount, parseBound, type LedgerEvent } from '@trine/contracts';
import type { Account } from './accounts/account.js';
import { credited, debited } from './transfers/entries.js';

/**
 * The account after one of its events.
 * @throws Error when the event cannot follow that state: a log or a cache is corrupt, and nothing may be built on it
 */
export function evolve(account: Account | undefined, event: LedgerEvent): Account {
  const next = apply(account, event);
  if (next.version !== event.data.version || (account?.version ?? 0) + 1 !== next.version) {
    throw new Error(
      `${event.type} ${event.data.version} cannot follow version ${account?.version ?? 0} of ${event.data.accountId}`,
    );
  }
  return next;
}

function apply(account: Account | undefined, event: LedgerEvent): Account {
  if (event.type === 'AccountOpened') {
    const { accountId: id, currency, version, overdraftLimit } = event.data;
    const limit = parseBound(overdraftLimit, currency);
    return { id, currency, version, entries: 0, posted: 0n, held: 0n, overdraftLimit: limit };
  }
  if (account === undefined)
    throw new Error(`${event.type} on ${event.data.accountId}, which was never opened`);
  switch (event.type) {
    case 'EntryPosted': {
      const amount = parseAmount(event.data.amount, event.data.currency);
      return event.data.direction === 'debit' ? debited(account, amount) : credited(account, amount);
    }
    case 'TransferDeclined':
      return { ...account, version: account.version + 1 };
  }
}

/** Folds events of any number of accounts, in order, into new states; `accounts` itself stays as it is. */
export function evolveAll(
  accounts: ReadonlyMap<string, Account>,
  events: readonly LedgerEvent[],
): Map<string, Account> {
  const next = new Map(accounts);
  for (const event of events) next.set(event.data.accountId, evolve(next.get(event.data.accountId), event));
  return next;
}
