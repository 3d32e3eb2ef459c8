import { gather } from '@trine/platform';
import { LRUCache } from 'lru-cache';
import { MARK_EVERY, type AccountDocument } from '../documents/account.js';
import { entriesBetween, entryKey } from '../documents/entry-key.js';
import { entryText, type EntryDocument } from '../documents/entry.js';
import { findInOneAnswer } from '../mongo/find.js';
import { DEFAULT_ENTRIES_LIMIT, findShown, type Entries } from './page.js';

/** An account's newest entries as they were last answered. */
interface NewestPage {
  /** The number of the first of them; the others follow densely. */
  readonly newest: number;
  /** JSON, newest first. */
  readonly texts: readonly string[];
  /** As far as entries could be shown by the mark that the account had. */
  readonly top: number;
}

/** Bytes: a page of fifty is some 15,000 of them. */
const MAX_KEPT = 24_000_000;
/** Of the objects around a page, and around each of its texts. */
const AROUND = { page: 500, text: 40 };
/** Two for each page. */
const MAX_LOOKED_UP = 200;

/**
 * The pages that are asked for over and over: entries never change, so it is enough to look whether the newest one is
 * still the newest. For all pages that are asked for in one turn of the event loop that is one look.
 */
export class NewestPages {
  private readonly kept = new LRUCache<string, NewestPage>({ maxSize: MAX_KEPT, sizeCalculation: sizeOf });
  private readonly exists = gather((keys: readonly string[]) => this.existing(keys), { max: MAX_LOOKED_UP });

  constructor(private readonly entries: Entries) {}

  /** `texts`: of the newest entries that may be shown of the account, newest first. */
  keep({ _id, mark }: AccountDocument, newest: number, texts: readonly string[]): void {
    this.set(_id, { newest, texts, top: mark + MARK_EVERY - 1 });
  }

  clear(): void {
    this.kept.clear();
  }

  /** `limit` entries, or all of an account that has fewer; undefined when they have to be read in full. */
  async read(accountId: string, limit: number): Promise<NewestPage | undefined> {
    const page = this.kept.get(accountId);
    if (page === undefined || page.texts.length < Math.min(limit, page.newest)) return undefined;
    const [isThere, hasGrown] = await Promise.all([
      // A store that went back to an older state has lost the newest before any other.
      this.exists(entryKey(accountId, page.newest)),
      this.exists(entryKey(accountId, page.newest + 1)),
    ]);
    if (isThere) return hasGrown ? this.grow(accountId, page) : page;
    this.kept.delete(accountId);
    return undefined;
  }

  private async existing(keys: readonly string[]): Promise<boolean[]> {
    const wanted = [...new Set(keys)];
    const found = await findInOneAnswer<EntryDocument, { _id: string }>(this.entries, {
      filter: { _id: { $in: wanted } },
      projection: { _id: 1 },
      limit: wanted.length,
    });
    const there = new Set(found.map(({ _id }) => _id));
    return keys.map((key) => there.has(key));
  }

  /** No further than the mark allows: past that the account has to be asked how far it may be shown. */
  private async grow(accountId: string, { newest, texts, top }: NewestPage): Promise<NewestPage | undefined> {
    // Its account was asked again since it was read, and has gone much further.
    if (top - newest >= MARK_EVERY) return undefined;
    const range = entriesBetween(accountId, newest, top);
    const rising = (await findShown(this.entries, range, MARK_EVERY)).reverse();
    const gap = rising.findIndex(({ entry }, index) => entry !== newest + 1 + index);
    const newer = gap === -1 ? rising : rising.slice(0, gap);
    if (newest + newer.length >= top) return undefined;
    const grown = {
      newest: newest + newer.length,
      texts: newer.reverse().map(entryText).concat(texts),
      top,
    };
    this.set(accountId, grown);
    return grown;
  }

  private set(accountId: string, page: NewestPage): void {
    this.kept.set(accountId, { ...page, texts: page.texts.slice(0, DEFAULT_ENTRIES_LIMIT) });
  }
}

function sizeOf({ texts }: NewestPage): number {
  return texts.reduce((sum, text) => sum + AROUND.text + bytesOf(text), AROUND.page);
}

/** V8 keeps a text in one byte a character, or all of it in two when one of them is past U+00FF. */
function bytesOf(text: string): number {
  return /[^ -ÿ]/.test(text) ? 2 * text.length : text.length;
}
