import { MARK_EVERY, type AccountDocument } from '../documents/account.js';
import { entriesBetween } from '../documents/entry-key.js';
import { findShown, type Entries, type Page } from './page.js';

/**
 * A page without filters in one look, from what is known of its account; undefined when that led to no page that is
 * plainly whole: the account has gone further since, or entries are being written. `start`: the newest entry wanted.
 */
export async function readDensePage(
  entries: Entries,
  { _id: accountId, mark }: AccountDocument,
  start: number,
  limit: number,
): Promise<Page | undefined> {
  const top = mark + MARK_EVERY - 1;
  const due = Math.min(start, mark);
  const high = Math.min(start, top);
  const range = entriesBetween(accountId, due - limit - 1, high);
  // All that lies past the mark: an entry that is missing there ends what may be shown, on whichever page it lies.
  const found = await findShown(entries, range, Math.max(limit + 1, high - mark));
  const newest = found[0]?.entry ?? 0;
  if (newest === 0 || newest < due || (newest === top && start > top)) return undefined;
  const dense = found.every(({ entry }, index) => entry === newest - index);
  if (!dense || found.length < Math.min(limit + 1, newest)) return undefined;
  return { entries: found.slice(0, limit), next: found[limit]?.entry };
}
