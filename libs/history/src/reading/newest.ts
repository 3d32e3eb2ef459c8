import { MARK_EVERY, type AccountDocument } from '../documents/account.js';
import { driverCollection } from '../mongo/bulk.js';
import { QUERY_LIMITS } from '../mongo/connection.js';
import type { HistoryStore } from '../store.js';

/** The newest entry of an account whose predecessors are all there; those of a batch come in any order. 0 for none. */
export async function newestEntry(store: HistoryStore, { _id, mark }: AccountDocument): Promise<number> {
  const range = { accountId: _id, entry: { $gt: mark, $lt: mark + MARK_EVERY } };
  const look = { ...QUERY_LIMITS, projection: { _id: 0, entry: 1 }, sort: { entry: 1 } } as const;
  const found = await driverCollection(store.entries).find<{ entry: number }>(range, look).toArray();
  const gap = found.findIndex(({ entry }, index) => entry !== mark + 1 + index);
  return mark + (gap === -1 ? found.length : gap);
}
