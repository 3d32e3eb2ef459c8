import type { Model, mongo, QueryFilter } from 'mongoose';
import { entriesBetween } from '../documents/entry-key.js';
import { NOT_SHOWN, type EntryDocument, type ShownEntry } from '../documents/entry.js';
import { findInOneAnswer } from '../mongo/find.js';

export const DEFAULT_ENTRIES_LIMIT = 50;
export const MAX_ENTRIES_LIMIT = 200;

/** How many entries are looked through at first, and at most at once, for those that pass the filters. */
const FIRST_WINDOW = 1_000;
const LARGEST_WINDOW = 10_000;
/** One request looks through no more than this; then it answers what it found and where to go on. */
export const MAX_SCANNED = 50_000;

export type Entries = Model<EntryDocument>;

export interface PageRequest {
  readonly accountId: string;
  readonly conditions: readonly QueryFilter<EntryDocument>[];
  readonly limit: number;
  /** The newest entry that may be on the page, 0 when there is none. */
  readonly newest: number;
}

export interface Page {
  readonly entries: ShownEntry[];
  /** The newest entry that may be on the next page; undefined when there is no next page. */
  readonly next: number | undefined;
}

/**
 * Newest first. Entries are numbered densely, so each look is a range bounded on both sides: it costs the same
 * wherever in a long account it lies. One more than the page is looked for, to know whether another follows.
 */
export async function readPage(model: Entries, request: PageRequest): Promise<Page> {
  const { accountId, conditions, limit, newest } = request;
  const wanted = limit + 1;
  const found: ShownEntry[] = [];
  let high = newest;
  let window = conditions.length === 0 ? wanted : Math.max(wanted, FIRST_WINDOW);
  while (high > 0 && found.length < wanted && newest - high < MAX_SCANNED) {
    const low = Math.max(0, high - window);
    const range = entriesBetween(accountId, low, high);
    const missing = wanted - found.length;
    found.push(...(await findShown(model, { $and: [range, ...conditions] }, missing)));
    high = low;
    window = Math.min(window * 4, LARGEST_WINDOW);
  }
  const next = found[limit]?.entry ?? (high > 0 ? high : undefined);
  return { entries: found.slice(0, limit), next };
}

/** Newest first. */
export function findShown(
  model: Entries,
  filter: QueryFilter<EntryDocument>,
  limit: number,
): Promise<ShownEntry[]> {
  return findInOneAnswer(model, {
    filter: filter as mongo.Filter<EntryDocument>,
    projection: NOT_SHOWN,
    sort: { _id: -1 },
    limit,
  });
}
