import type { AccountDocument } from '../documents/account.js';
import type { ReadStore } from '../live-store.js';
import { QUERY_LIMITS } from '../mongo/connection.js';
import { readDensePage } from './dense-page.js';
import { conditionsOf, type EntryFilter } from './filter.js';
import { newestEntry } from './newest.js';
import { readPage, type Page } from './page.js';

export interface EntriesRequest {
  readonly accountId: string;
  readonly filter: EntryFilter;
  /** The newest entry wanted. */
  readonly start: number;
  readonly limit: number;
}

/** A page of an account's entries, newest first; null when there is no such account. */
export async function readEntries(store: ReadStore, request: EntriesRequest): Promise<Page | null> {
  const remembered = store.known.get(request.accountId);
  const quick = remembered && (await unfiltered(store, remembered, request));
  if (quick !== undefined) return quick;
  const account = await store.accounts.findById(request.accountId, null, QUERY_LIMITS).lean();
  if (account === null) return null;
  store.known.set(account._id, account);
  return (await unfiltered(store, account, request)) ?? (await sought(store, account, request));
}

/** Most pages: a round trip to the store costs more than the entries that it brings. */
async function unfiltered(
  store: ReadStore,
  account: AccountDocument,
  { filter, start, limit }: EntriesRequest,
): Promise<Page | undefined> {
  if (conditionsOf(filter, account.currency).length > 0) return undefined;
  return readDensePage(store.entries, account, start, limit);
}

async function sought(
  store: ReadStore,
  account: AccountDocument,
  { filter, start, limit }: EntriesRequest,
): Promise<Page> {
  return readPage(store.entries, {
    accountId: account._id,
    conditions: conditionsOf(filter, account.currency),
    limit,
    newest: start <= account.mark ? start : Math.min(start, await newestEntry(store, account)),
  });
}
