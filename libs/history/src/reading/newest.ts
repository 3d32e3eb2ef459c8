import { MARK_EVERY, type AccountDocument } from '../documents/account.js';
import { entriesBetween } from '../documents/entry-key.js';
import type { EntryDocument } from '../documents/entry.js';
import { findInOneAnswer } from '../mongo/find.js';
import type { HistoryStore } from '../store.js';

/** The newest entry of an account whose predecessors are all there; those of a batch come in any order. 0 for none. */
export async function newestEntry(store: HistoryStore, { _id, mark }: AccountDocument): Promise<number> {
  const range = entriesBetween(_id, mark, mark + MARK_EVERY - 1);
  const found = await findInOneAnswer<EntryDocument, { entry: number }>(store.entries, {
    filter: range,
    projection: { _id: 0, entry: 1 },
    sort: { _id: 1 },
    limit: MARK_EVERY,
  });
  const gap = found.findIndex(({ entry }, index) => entry !== mark + 1 + index);
  return mark + (gap === -1 ? found.length : gap);
}
