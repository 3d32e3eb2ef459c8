import { parseAmount, parseBound, type AccountStatus, type RecordedEvent } from '@trine/contracts';
import type { Account } from '@trine/domain';

/** What is not told by the first event that is read of an account. Nothing in evolving it rests on that. */
const UNKNOWN_STATUS = 'unknown' as AccountStatus;
const UNKNOWN_ENTRIES = NaN;

const statuses: Partial<Record<RecordedEvent['type'], AccountStatus>> = {
  AccountOpened: 'open',
  AccountFrozen: 'frozen',
  AccountUnfrozen: 'open',
  AccountClosed: 'closed',
};

/** An account whose earlier events are not read, or cannot be: as its event tells it. */
export function begunWith({ type, data }: RecordedEvent): Account {
  const { accountId: id, version, currency, balances } = data;
  const [posted, held] = [balances.posted, balances.held].map((amount) => parseAmount(amount, currency));
  const available = parseBound(balances.available, currency);
  return {
    id,
    currency,
    version,
    posted: posted!,
    held: held!,
    overdraftLimit: available === null ? null : available - posted! + held!,
    status: statuses[type] ?? UNKNOWN_STATUS,
    entries: type === 'EntryPosted' ? data.entry : UNKNOWN_ENTRIES,
  };
}

/** The same account once an event has told more of it. */
export function learnt(account: Account, { type, data }: RecordedEvent): Account {
  if (!Number.isNaN(account.entries) || type !== 'EntryPosted') return account;
  return { ...account, entries: data.entry };
}

export function isKnown(status: AccountStatus): boolean {
  return status !== UNKNOWN_STATUS;
}
