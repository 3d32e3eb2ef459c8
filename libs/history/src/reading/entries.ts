import type { AccountDocument } from '../documents/account.js';
import { entryText } from '../documents/entry.js';
import type { ReadStore } from '../live-store.js';
import { QUERY_LIMITS } from '../mongo/connection.js';
import { formatCursor } from './cursor.js';
import { readDensePage } from './dense-page.js';
import { conditionsOf, isUnfiltered, type EntryFilter } from './filter.js';
import { newestEntry } from './newest.js';
import { readPage, type Page } from './page.js';

export interface EntriesRequest {
  readonly accountId: string;
  readonly filter: EntryFilter;
  /** The newest entry wanted. */
  readonly start: number;
  readonly limit: number;
}

/** As JSON texts, newest first. */
export interface TextPage {
  readonly texts: readonly string[];
  /** The newest entry that may be on the next page; undefined when there is no next page. */
  readonly next: number | undefined;
}

/** A page of an account's entries; null when there is no such account. */
export async function readEntries(store: ReadStore, request: EntriesRequest): Promise<TextPage | null> {
  const { accountId, filter, start, limit } = request;
  const isNewest = start === Infinity && isUnfiltered(filter);
  const kept = isNewest ? await store.newestPages.read(accountId, limit) : undefined;
  if (kept !== undefined) {
    const next = kept.newest > limit ? kept.newest - limit : undefined;
    return { texts: kept.texts.slice(0, limit), next };
  }
  const page = await readStored(store, request);
  if (page === null) return null;
  const texts = page.entries.map(entryText);
  const [first] = page.entries;
  const account = store.known.get(accountId);
  if (isNewest && first !== undefined && account !== undefined)
    store.newestPages.keep(account, first.entry, texts);
  return { texts, next: page.next };
}

/** The JSON text of an EntriesResponse. */
export function pageText({ texts, next }: TextPage): string {
  const cursor = next === undefined ? '' : `,"nextCursor":"${formatCursor(next)}"`;
  return `{"entries":[${texts.join(',')}]${cursor}}`;
}

async function readStored(store: ReadStore, request: EntriesRequest): Promise<Page | null> {
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
  return isUnfiltered(filter) ? readDensePage(store.entries, account, start, limit) : undefined;
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
