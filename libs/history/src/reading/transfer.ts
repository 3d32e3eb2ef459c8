import type { TransferResponse } from '@trine/contracts';
import { legsOf, transferResponse, type Reversal } from '../documents/transfer.js';
import { QUERY_LIMITS } from '../mongo/connection.js';
import type { HistoryStore } from '../store.js';

/** A transfer with what takes it back; null while it is not whole. */
export async function readTransfer(store: HistoryStore, id: string): Promise<TransferResponse | null> {
  const document = await store.transfers.findById(id, null, QUERY_LIMITS).lean();
  const legs = document && legsOf(document);
  return document && legs && transferResponse(document, legs, await reversalsOf(store, id));
}

async function reversalsOf(store: HistoryStore, id: string): Promise<Reversal[]> {
  const links = await store.reversals.find({ reverses: id }, null, QUERY_LIMITS).lean();
  if (links.length === 0) return [];
  const ids = links.map(({ _id }) => _id);
  const documents = await store.transfers.find({ _id: { $in: ids } }, null, QUERY_LIMITS).lean();
  return documents.flatMap((document) => {
    const legs = legsOf(document);
    return legs === null ? [] : [{ id: document._id, legs, recordedAt: document.recordedAt.toISOString() }];
  });
}
