import { gather } from '@trine/platform';
import { LRUCache } from 'lru-cache';
import { entriesBetween, entryKey } from '../documents/entry-key.js';
import { entryText } from '../documents/entry.js';
import { driverCollection } from '../mongo/bulk.js';
import { QUERY_LIMITS } from '../mongo/connection.js';
import { findShown, type Entries } from './page.js';

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
/** Keys of one look, two for each page. */
const MAX_LOOKED_UP = 200;

/**
 * The pages that are asked for over and over: entries never change, so it is enough to look whether the newest one is
 * still the newest. For all pages that are asked for in one turn of the event loop that is one look.
 */
export class NewestPages {
  private readonly kept = new LRUCache<string, NewestPage>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ texts }) => texts.reduce((sum, { length }) => sum + length, 1),
  });
  private readonly exists = gather((keys: readonly string[]) => this.existing(keys), { max: MAX_LOOKED_UP });

  constructor(private readonly entries: Entries) {}

  keep(accountId: string, { newest, texts }: NewestPage): void {
    this.kept.set(accountId, { newest, texts: texts.slice(0, MAX_TEXTS) });
  }

  clear(): void {
    this.kept.clear();
  }

  /** `limit` entries, or all of an account that has fewer; undefined when they have to be read in full. */
  async read(accountId: string, limit: number): Promise<NewestPage | undefined> {
    const page = this.kept.get(accountId);
    if (page === undefined || page.texts.length < Math.min(limit, page.newest)) return undefined;
    const [isThere, hasGrown] = await Promise.all([
      // A store that has lost this one, has lost what lies before it too.
      this.exists(entryKey(accountId, page.newest)),
      this.exists(entryKey(accountId, page.newest + 1)),
    ]);
    if (!isThere) return undefined;
    return hasGrown ? this.grow(accountId, page) : page;
  }

  private async existing(keys: readonly string[]): Promise<boolean[]> {
    const look = { ...QUERY_LIMITS, projection: { _id: 1 } } as const;
    const wanted = { _id: { $in: [...new Set(keys)] } };
    const found = await driverCollection(this.entries).find(wanted, look).toArray();
    const there = new Set(found.map(({ _id }) => _id));
    return keys.map((key) => there.has(key));
  }

  private async grow(accountId: string, { newest, texts }: NewestPage): Promise<NewestPage | undefined> {
    const range = entriesBetween(accountId, newest, newest + MAX_NEWER);
    const rising = (await findShown(this.entries, range, MAX_NEWER)).reverse();
    const gap = rising.findIndex(({ entry }, index) => entry !== newest + 1 + index);
    const newer = gap === -1 ? rising : rising.slice(0, gap);
    if (newer.length === MAX_NEWER) return undefined;
    const grown = { newest: newest + newer.length, texts: newer.reverse().map(entryText).concat(texts) };
    this.keep(accountId, grown);
    return grown;
  }
}
