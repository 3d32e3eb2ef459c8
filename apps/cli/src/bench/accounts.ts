import type { TrineApi } from '../api/trine-api.js';
import { openAccounts } from '../import/open-accounts.js';
import { CommandFailure } from '../failure.js';
import { offer, type Load } from './load/offer.js';
import { CURRENCY } from './load/requests.js';

const ACCOUNTS = 1_000;
const BATCH = 100;
const CONNECTIONS = 8;
/** Of filling at a time: its speed changes. The first time is enough for an answer on any machine. */
const FIRST_SECONDS = 3;
const MAX_SECONDS = 30;

/** The ids of the bench's accounts, opened. */
export async function openAll(api: TrineApi, count = ACCOUNTS): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `bench-${i}`);
  const requests = ids.map((id) => ({ id, currency: CURRENCY, overdraftLimit: 'unlimited' }));
  await openAccounts(api, requests, CONNECTIONS, () => undefined);
  return ids;
}

/** Records at least that many transfers, half of them from `hot`. `url`: of payments. */
export async function fill(
  url: string,
  accounts: readonly string[],
  hot: string,
  transfers: number,
): Promise<void> {
  const load = { url, connections: CONNECTIONS };
  await offerUntil(transfers / 2, { ...load, request: { kind: 'batch', accounts, size: BATCH } });
  await offerUntil(transfers / 2, { ...load, request: { kind: 'batch', accounts, size: BATCH, hot } });
}

/** The load generator knows seconds only: as many as it will take, by what it did before. */
async function offerUntil(transfers: number, load: Omit<Load, 'seconds'>): Promise<void> {
  for (let left = transfers, seconds = FIRST_SECONDS; left > 0;) {
    const { requests } = await offer({ ...load, seconds });
    const perSecond = (requests * BATCH) / seconds;
    if (perSecond === 0)
      throw new CommandFailure('The ledger took none of the transfers that it was to be filled with');
    left -= requests * BATCH;
    seconds = Math.max(1, Math.min(MAX_SECONDS, Math.round(left / perSecond)));
  }
}
