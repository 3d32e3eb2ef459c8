import type { mongo } from 'mongoose';
import { formatAmount, type EntryResponse, type StatementResponse } from '@trine/contracts';
import { entriesBetween } from '../documents/entry-key.js';
import { entryResponse, type EntryDocument } from '../documents/entry.js';
import type { HistoryStore } from '../store.js';
import { orUnavailable } from './availability.js';
import { newestEntry } from './newest.js';

/** A statement whose entries are read as they are taken. */
export type StatementHead = Omit<StatementResponse, 'entries'> & {
  readonly entries: AsyncIterable<EntryResponse>;
};

/** The sums go through the account's entries; the longest take seconds. */
const SUM_LIMITS = { maxTimeMS: 30_000 } as const;
/** Entries fetched at a time. */
const BATCH = 1_000;

/**
 * What occurred on an account in a month (`yyyy-mm`, UTC); null when there is no such account. All of it is said of the
 * entries that were there at the start, so that opening, entries and closing agree while new ones arrive.
 */
export async function readStatement(
  store: HistoryStore,
  accountId: string,
  month: string,
): Promise<StatementHead | null> {
  const account = await store.accounts.findById(accountId, null, SUM_LIMITS).lean();
  if (account === null) return null;
  const { currency } = account;
  const from = new Date(`${month}-01T00:00:00.000Z`);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1));
  const known = entriesBetween(accountId, 0, await newestEntry(store, account));
  const [opening, closing] = await Promise.all(
    [from, to].map((before) => sumOf(store, { ...known, occurredAt: { $lt: before } })),
  );
  return {
    accountId,
    currency,
    month,
    from: from.toISOString(),
    to: to.toISOString(),
    opening: formatAmount(opening!, currency),
    closing: formatAmount(closing!, currency),
    entries: entriesOf(store, { ...known, occurredAt: { $gte: from, $lt: to } }),
  };
}

/**
 * Credits less debits, in minor units. Decimals, since entries that are summed in another order than they were recorded
 * may pass int64 on the way, or at the end of a month, though no balance ever did.
 */
async function sumOf(store: HistoryStore, match: Record<string, unknown>): Promise<bigint> {
  const amount = { $toDecimal: '$amountMinor' };
  const signed = { $cond: [{ $eq: ['$direction', 'credit'] }, amount, { $multiply: [amount, -1] }] };
  const [row] = await store.entries
    .aggregate<{ sum: mongo.Decimal128 }>([
      { $match: match },
      { $group: { _id: null, sum: { $sum: signed } } },
    ])
    .option(SUM_LIMITS);
  return row === undefined ? 0n : BigInt(row.sum.toString());
}

async function* entriesOf(
  store: HistoryStore,
  match: Record<string, unknown>,
): AsyncGenerator<EntryResponse> {
  const cursor = store.entries
    .find(match)
    .sort({ occurredAt: 1, _id: 1 })
    .allowDiskUse(true)
    .lean<EntryDocument>()
    .cursor({ batchSize: BATCH });
  try {
    for (;;) {
      const document = await orUnavailable<EntryDocument | null>(() => cursor.next());
      if (document === null) return;
      yield entryResponse(document);
    }
  } finally {
    await cursor.close();
  }
}
