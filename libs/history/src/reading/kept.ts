import { formatAmount } from '@trine/contracts';
import type { Model } from 'mongoose';
import type { HistoryStore } from '../store.js';

/** What checks look up by its key, since it never changes once it is there. */
export type KeptKind = 'entries' | 'changes' | 'declines' | 'transfers' | 'reversals';

/**
 * A document for checks: each field that it has, as text. Money is in its currency (`postedMinor` is told as `posted`),
 * times are RFC 3339, a leg is told as `leg 0`; metadata is JSON text.
 */
export type KeptFields = Readonly<Record<string, string>>;

export async function keptById(
  store: HistoryStore,
  kind: KeptKind,
  ids: readonly string[],
): Promise<Map<string, KeptFields>> {
  const model = store[kind] as unknown as Model<Kept>;
  const documents = await model.find({ _id: { $in: ids } }).lean<Kept[]>();
  return new Map(documents.map((document) => [document._id, fieldsOf(document)]));
}

interface Kept extends Record<string, unknown> {
  readonly _id: string;
  readonly currency?: string;
}

function fieldsOf({ _id, ...document }: Kept): KeptFields {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(document)) {
    if (name === 'legs') Object.assign(fields, legsOf(value as Record<string, StoredLeg>));
    else if (value instanceof Date) fields[name] = value.toISOString();
    else if (typeof value === 'bigint' && name.endsWith('Minor'))
      fields[name.slice(0, -'Minor'.length)] = formatAmount(value, document.currency!);
    else fields[name] = String(value);
  }
  return fields;
}

type StoredLeg = Readonly<Record<'from' | 'to' | 'amount' | 'currency', string>>;

function legsOf(legs: Readonly<Record<string, StoredLeg>>): KeptFields {
  return Object.fromEntries(
    Object.entries(legs).map(([leg, { from, to, amount, currency }]) => [
      `leg ${leg}`,
      `${from} to ${to} ${amount} ${currency}`,
    ]),
  );
}
