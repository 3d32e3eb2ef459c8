import type { BatchItem, PostBatchResponse, Problem } from '@trine/contracts';
import { persistently } from '../api/patience.js';
import type { TrineApi } from '../api/trine-api.js';
import { Unavailable } from '../api/unavailable.js';
import { AccountQueues, type Batch } from './account-queues.js';

/** One append takes 200 commands; a batch of about that keeps the next append filled while one commits. */
const BATCH = 250;

export interface Posted {
  posted: number;
  /** There already from an earlier import. */
  replayed: number;
  /** What was not posted, and why. */
  readonly refused: { readonly id: string; readonly problem: Problem }[];
}

export interface PostOptions {
  /** Batches on their way at once. */
  readonly concurrency: number;
  /** Nothing new goes out once it is aborted; what is on its way is waited for. */
  readonly signal: AbortSignal;
  /** Called after each batch with how many transfers it decided. */
  readonly onDecided: (transfers: number) => void;
}

/**
 * Posts each account's transfers in their order, accounts side by side.
 * @throws CommandFailure when the API cannot be reached for too long; `posted` then has what came through
 */
export async function postTransfers(
  api: TrineApi,
  accounts: readonly (readonly BatchItem[])[],
  posted: Posted,
  { concurrency, signal, onDecided }: PostOptions,
): Promise<void> {
  const queues = new AccountQueues(accounts);
  const failures: unknown[] = [];
  const underway = new Set<Promise<void>>();
  const send = async ({ transfers, done }: Batch): Promise<void> => {
    await postBatch(api, transfers, posted);
    done();
    onDecided(transfers.length);
  };
  for (;;) {
    const free = failures.length === 0 && !signal.aborted && underway.size < concurrency;
    const batch = free ? queues.take(BATCH) : undefined;
    if (batch === undefined && underway.size === 0) break;
    if (batch === undefined) await Promise.race(underway);
    else {
      const sending: Promise<void> = send(batch)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underway.delete(sending));
      underway.add(sending);
    }
  }
  for (const failure of failures) throw failure as Error;
}

/** Tries until every transfer of the batch is decided for good. */
async function postBatch(api: TrineApi, transfers: readonly BatchItem[], posted: Posted): Promise<void> {
  let open = transfers;
  await persistently(api.url, async () => {
    const { results } = await api.postBatch(open);
    const again = open.filter((transfer, index) => !record(transfer, results[index]!, posted));
    const reason = results.find(({ problem }) => problem?.retryable)?.problem?.detail;
    open = again;
    if (again.length > 0) throw new Unavailable(`${again.length} transfers were put off: ${reason}`);
  });
}

/** False when the transfer is to be sent again. */
function record(transfer: BatchItem, result: PostBatchResponse['results'][number], posted: Posted): boolean {
  const { problem, replayed } = result;
  if (problem?.retryable) return false;
  if (problem === undefined) posted[replayed ? 'replayed' : 'posted']++;
  // The id is ours alone, and the key that it was posted under may have been forgotten by now.
  else if (problem.code === 'transfer_exists') posted.replayed++;
  else posted.refused.push({ id: transfer.id!, problem });
  return true;
}
