import { parseAmount, parseBound, type EventData, type LedgerEvent } from '@trine/contracts';
import type { Account } from './accounts/account.js';
import { captured, credited, debited } from './transfers/entries.js';

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
  if (event.type === 'AccountOpened') return opened(event.data);
  if (account === undefined)
    throw new Error(`${event.type} on ${event.data.accountId}, which was never opened`);
  if (event.type === 'EntryPosted') return posted(account, event.data);
  return { ...account, version: account.version + 1, ...changeOf(account, event) };
}

function opened({ accountId: id, currency, version, overdraftLimit }: EventData<'AccountOpened'>): Account {
  const limit = parseBound(overdraftLimit, currency);
  return { id, currency, status: 'open', version, entries: 0, posted: 0n, held: 0n, overdraftLimit: limit };
}

function posted(
  account: Account,
  { amount, currency, direction, holdId }: EventData<'EntryPosted'>,
): Account {
  const minor = parseAmount(amount, currency);
  if (direction === 'credit') return credited(account, minor);
  return holdId === undefined ? debited(account, minor) : captured(account, minor);
}

type Other = Exclude<LedgerEvent, { type: 'AccountOpened' | 'EntryPosted' }>;

function changeOf({ held }: Account, { type, data }: Other): Partial<Account> {
  const minor = (amount: string) => parseAmount(amount, data.currency);
  switch (type) {
    case 'AccountFrozen':
      return { status: 'frozen' };
    case 'AccountUnfrozen':
      return { status: 'open' };
    case 'AccountClosed':
      return { status: 'closed' };
    case 'LimitsChanged':
      return { overdraftLimit: parseBound(data.overdraftLimit, data.currency) };
    case 'HoldPlaced':
      return { held: held + minor(data.amount) };
    case 'HoldCaptured':
      // What it took went with the entry before it.
      return { held: held - minor(data.released) };
    case 'HoldReleased':
      return { held: held - minor(data.amount) };
    case 'TransferDeclined':
      return {};
  }
}
