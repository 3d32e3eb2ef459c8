import type { TrineApi } from '../api/trine-api.js';
import { openAccounts } from '../import/open-accounts.js';
import { offer } from './load/offer.js';
import { CURRENCY } from './load/requests.js';

const ACCOUNTS = 1_000;
const BATCH = 100;
const CONNECTIONS = 8;

/** The ids of the bench's accounts, opened. */
export async function openAll(api: TrineApi, count = ACCOUNTS): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `bench-${i}`);
  const requests = ids.map((id) => ({ id, currency: CURRENCY, overdraftLimit: 'unlimited' }));
  await openAccounts(api, requests, CONNECTIONS, () => undefined);
  return ids;
}

/** Records that many transfers, half of them from `hot`. `url`: of payments. */
export async function fill(
  url: string,
  accounts: readonly string[],
  hot: string,
  transfers: number,
): Promise<void> {
  const until = { requests: transfers / 2 / BATCH };
  const load = { url, connections: CONNECTIONS, until };
  await offer({ ...load, request: { kind: 'batch', accounts, size: BATCH } });
  await offer({ ...load, request: { kind: 'batch', accounts, size: BATCH, hot } });
}
