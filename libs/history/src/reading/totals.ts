import type { Model } from 'mongoose';
import type { EntryDocument } from '../documents/entry.js';

/** An account's entries as far as none is missing, from the first on. Minor units. */
export interface EntryTotals {
  readonly accountId: string;
  readonly entries: number;
  /** Credits less debits. */
  readonly sum: bigint;
  /** The balance that the last of them tells. */
  readonly posted: bigint;
  readonly currency: string;
}

type Row = Pick<
  EntryDocument,
  'accountId' | 'entry' | 'direction' | 'amountMinor' | 'postedMinor' | 'currency'
>;

const FIELDS = { _id: 0, accountId: 1, entry: 1, direction: 1, amountMinor: 1, postedMinor: 1, currency: 1 };
/** Entries fetched at a time. */
const BATCH = 5_000;

/** Walks the index over account and entry, so nothing is sorted or kept but one account's sum. */
export async function* entryTotals(model: Model<EntryDocument>): AsyncGenerator<EntryTotals> {
  let current: EntryTotals | undefined;
  const rows = model
    .find({}, FIELDS)
    .sort({ accountId: 1, entry: 1 })
    .lean<Row>()
    .cursor({ batchSize: BATCH });
  for await (const row of rows as AsyncIterable<Row>) {
    if (current !== undefined && current.accountId !== row.accountId) {
      yield current;
      current = undefined;
    }
    current ??= { accountId: row.accountId, entries: 0, sum: 0n, posted: 0n, currency: row.currency };
    if (row.entry === current.entries + 1) current = withEntry(current, row);
  }
  if (current !== undefined) yield current;
}

function withEntry(totals: EntryTotals, { entry, direction, amountMinor, postedMinor }: Row): EntryTotals {
  const amount = BigInt(amountMinor);
  const sum = totals.sum + (direction === 'credit' ? amount : -amount);
  return { ...totals, entries: entry, sum, posted: BigInt(postedMinor) };
}
