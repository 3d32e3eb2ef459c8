import { formatAmount } from '@trine/contracts';
import type { Model } from 'mongoose';
import { inTime } from '../mongo/in-time.js';
import type { HistoryStore } from '../store.js';

/** What checks look up by its key, since it never changes once it is there. */
export type KeptKind = 'entries' | 'changes' | 'declines' | 'transfers' | 'reversals';

/**
 * A document for checks: each field that it has, as text. Money is in its currency (`postedMinor` is told as `posted`),
 * times are RFC 3339, a leg is told as `leg 0`; metadata is JSON text.
 */
export type KeptFields = Readonly<Record<string, string>>;

/** Looked up at a time: a server that is busy still answers in seconds. */
const LOOKUP = 1_000;

export async function keptById(
  store: HistoryStore,
  kind: KeptKind,
  ids: readonly string[],
): Promise<Map<string, KeptFields>> {
  const model = store[kind] as unknown as Model<Kept>;
  const found = new Map<string, KeptFields>();
  for (let from = 0; from < ids.length; from += LOOKUP) {
    const wanted = { _id: { $in: ids.slice(from, from + LOOKUP) } };
    for (const document of await inTime(model.find(wanted).lean<Kept[]>().exec()))
      found.set(document._id, fieldsOf(document));
  }
  return found;
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
