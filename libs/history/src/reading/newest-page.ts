import { LRUCache } from 'lru-cache';
import { entriesBetween } from '../documents/entry-key.js';
import { entryText } from '../documents/entry.js';
import type { HistoryStore } from '../store.js';
import { findShown } from './page.js';

/** An account's newest entries as they were last answered. */
interface NewestPage {
  /** The number of the first of them; the others follow densely. */
  readonly newest: number;
  /** Newest first. */
  readonly texts: readonly string[];
}

/** An entry is about 400 characters, a page of fifty some 20,000. */
const MAX_CHARACTERS = 24_000_000;
const MAX_TEXTS = 50;
/** An account that got more than this since its page was kept is read in full. */
const MAX_NEWER = 64;

/**
 * The pages that are asked for over and over: entries never change, so only those past the newest one that was shown
 * have to be read.
 */
export class NewestPages {
  private readonly kept = new LRUCache<string, NewestPage>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ texts }) => texts.reduce((sum, { length }) => sum + length, 1),
  });

  keep(accountId: string, { newest, texts }: NewestPage): void {
    this.kept.set(accountId, { newest, texts: texts.slice(0, MAX_TEXTS) });
  }

  clear(): void {
    this.kept.clear();
  }

  /** `limit` entries, or all of an account that has fewer; undefined when they have to be read in full. */
  async read(store: HistoryStore, accountId: string, limit: number): Promise<NewestPage | undefined> {
    const page = this.kept.get(accountId);
    if (page === undefined || page.texts.length < Math.min(limit, page.newest)) return undefined;
    const { newest } = page;
    // The one that is kept comes along: a store that has lost it, has lost what lies before it too.
    const range = entriesBetween(accountId, newest - 1, newest + MAX_NEWER);
    const rising = (await findShown(store.entries, range, MAX_NEWER + 1)).reverse();
    const gap = rising.findIndex(({ entry }, index) => entry !== newest + index);
    const shown = gap === -1 ? rising : rising.slice(0, gap);
    if (shown.length === 0 || shown.length > MAX_NEWER) return undefined;
    if (shown.length === 1) return page;
    const texts = shown.slice(1).reverse().map(entryText).concat(page.texts);
    const grown = { newest: newest + shown.length - 1, texts };
    this.keep(accountId, grown);
    return grown;
  }
}
