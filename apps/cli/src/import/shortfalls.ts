import { formatAmount, parseAmount, parseBound } from '@trine/contracts';
import { persistently } from '../api/patience.js';
import type { TrineApi } from '../api/trine-api.js';
import { CommandFailure } from '../failure.js';
import { CURRENCY } from './berka/fields.js';
import { lowest, type AccountPlan } from './berka/plan.js';
import { inParallel } from './in-parallel.js';

/**
 * Accounts that exist already and whose overdraft limit is too low for what this file would still post on them: a line
 * for each. An account's transfers are posted in their order, so what is there of them is their beginning, and its
 * end is found by halving.
 * @throws CommandFailure when one holds another currency
 */
export async function findShortfalls(
  api: TrineApi,
  existing: readonly AccountPlan[],
  concurrency: number,
): Promise<string[]> {
  const shortfalls: string[] = [];
  await inParallel(existing, concurrency, async (plan) => {
    const { id } = plan.request;
    const account = await persistently(api.url, () => api.account(id));
    if (account === undefined) return; // Opened a moment ago by another import: the view has not seen it yet.
    if (account.currency !== CURRENCY) {
      throw new CommandFailure(`Account ${id} exists already, in ${account.currency} instead of ${CURRENCY}`);
    }
    const limit = parseBound(account.overdraftLimit, CURRENCY);
    if (limit === null) return;
    const there = await countPosted(api, plan);
    const before = plan.running[there - 1] ?? 0n;
    const least = lowest(plan.running.slice(there).map((balance) => balance - before));
    const end = parseAmount(account.posted, CURRENCY) + least;
    if (end < -limit) {
      const [needs, has] = [-end, limit].map((minor) => formatAmount(minor, CURRENCY));
      shortfalls.push(`${id} needs an overdraft limit of ${needs}, it was opened with ${has}`);
    }
  });
  return shortfalls.sort();
}

/** How many of the account's transfers are posted. */
async function countPosted(api: TrineApi, { transfers }: AccountPlan): Promise<number> {
  let [low, high] = [0, transfers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const id = transfers[middle]!.id!;
    if (await persistently(api.url, () => api.transferExists(id))) low = middle + 1;
    else high = middle;
  }
  return low;
}
