import type { AccountResponse, Problem } from '@trine/contracts';
import { persistently } from '../api/patience.js';
import type { TrineApi } from '../api/trine-api.js';
import { CommandFailure } from '../failure.js';
import type { NamedAccountRequest } from './berka/counter-accounts.js';
import { inParallel } from './in-parallel.js';

export interface Opened {
  readonly opened: number;
  /** Opened by an earlier import with the very same settings. */
  readonly replayed: number;
  /** Ids of accounts that exist with settings of their own. */
  readonly existing: readonly string[];
}

/** Opens what is not there yet; `onOpened` is called after each. */
export async function openAccounts(
  api: TrineApi,
  requests: readonly NamedAccountRequest[],
  concurrency: number,
  onOpened: () => void,
): Promise<Opened> {
  let opened = 0;
  let replayed = 0;
  const existing: string[] = [];
  await inParallel(requests, concurrency, async (request) => {
    // Transfers use `berka-<number>`: keys share one space.
    const answer = await persistently(api.url, () => api.openAccount(`account-${request.id}`, request));
    if (answer.status === 201 && answer.replayed) replayed++;
    else if (answer.status === 201) opened++;
    else if (isTaken(answer.body)) existing.push(request.id);
    else throw new CommandFailure(`Account ${request.id} was not opened: ${(answer.body as Problem).detail}`);
    onOpened();
  });
  return { opened, replayed, existing };
}

/** The id under another key, or the key with other settings: either way the account is there. */
function isTaken(body: AccountResponse | Problem): boolean {
  return 'code' in body && (body.code === 'account_exists' || body.code === 'idempotency_key_reused');
}
