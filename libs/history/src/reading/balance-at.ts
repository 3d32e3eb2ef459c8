import type { BalanceResponse } from '@trine/contracts';
import type { AccountDocument } from '../documents/account.js';
import { balanceOf } from '../documents/standing.js';
import { entryKey } from '../documents/entry-key.js';
import type { EntryDocument } from '../documents/entry.js';
import { QUERY_LIMITS } from '../mongo/connection.js';
import type { HistoryStore } from '../store.js';
import { newestEntry } from './newest.js';

/** The account as its last event at or before `at` left it; null when there was none yet. */
export async function readBalanceAt(
  store: HistoryStore,
  accountId: string,
  at: Date,
): Promise<BalanceResponse | null> {
  const account = await store.accounts.findById(accountId, null, QUERY_LIMITS).lean();
  if (account === null) return null;
  const [entry, change] = await Promise.all([
    lastEntryBy(store, account, at),
    store.changes
      .findOne({ accountId, recordedAt: { $lte: at } }, null, QUERY_LIMITS)
      .sort({ recordedAt: -1, version: -1 })
      .lean(),
  ]);
  if (entry !== null && entry.version > (change?.version ?? 0)) return balanceOf(entry);
  return change && balanceOf(change);
}

/**
 * Times only rise with the numbers of an account's entries, so the last one by a time is found by halving: twenty
 * looks by key in a million entries, and no index over times that every insert would have to pay for.
 */
async function lastEntryBy(
  store: HistoryStore,
  account: AccountDocument,
  at: Date,
): Promise<EntryDocument | null> {
  const entry = (number: number) =>
    store.entries.findById(entryKey(account._id, number), null, QUERY_LIMITS).lean<EntryDocument>();
  let found: EntryDocument | null = null;
  let [low, high] = [1, await newestEntry(store, account)];
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const candidate = await entry(middle);
    if (candidate !== null && candidate.recordedAt <= at) {
      found = candidate;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}
