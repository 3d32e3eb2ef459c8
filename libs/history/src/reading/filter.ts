import type { QueryFilter } from 'mongoose';
import { AmountError, parseAmount, type Direction } from '@trine/contracts';
import type { EntryDocument } from '../documents/entry.js';
import { invalidQuery } from './cursor.js';

/** What entries may be chosen by; all that are given have to hold. */
export interface EntryFilter {
  /** RFC 3339, `from` ≤ occurredAt < `to`. */
  readonly from?: string;
  readonly to?: string;
  readonly direction?: Direction;
  readonly category?: string;
  /** Decimal strings in the account's currency, both inclusive. */
  readonly minAmount?: string;
  readonly maxAmount?: string;
  /** Part of the reference or the description, in any case. */
  readonly q?: string;
}

const filters: Readonly<Record<keyof EntryFilter, true>> = {
  from: true,
  to: true,
  direction: true,
  category: true,
  minAmount: true,
  maxAmount: true,
  q: true,
};
const names = Object.keys(filters) as (keyof EntryFilter)[];

export function isUnfiltered(filter: EntryFilter): boolean {
  return names.every((name) => filter[name] === undefined);
}

/**
 * One condition per filter that is given.
 * @throws ProblemError `invalid_request` for an amount that is none in the account's currency
 */
export function conditionsOf(filter: EntryFilter, currency: string): QueryFilter<EntryDocument>[] {
  const { from, to, direction, category, minAmount, maxAmount, q } = filter;
  const conditions: QueryFilter<EntryDocument>[] = [];
  if (from !== undefined) conditions.push({ occurredAt: { $gte: new Date(from) } });
  if (to !== undefined) conditions.push({ occurredAt: { $lt: new Date(to) } });
  if (direction !== undefined) conditions.push({ direction });
  if (category !== undefined) conditions.push({ category });
  if (minAmount !== undefined) {
    conditions.push({ amountMinor: { $gte: minorUnits('minAmount', minAmount, currency) } });
  }
  if (maxAmount !== undefined) {
    conditions.push({ amountMinor: { $lte: minorUnits('maxAmount', maxAmount, currency) } });
  }
  if (q !== undefined) conditions.push(containing(q));
  return conditions;
}

function containing(text: string): QueryFilter<EntryDocument> {
  const pattern = { $regex: text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'), $options: 'i' };
  return { $or: [{ reference: pattern }, { description: pattern }] };
}

function minorUnits(parameter: string, text: string, currency: string): bigint {
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (error instanceof AmountError) throw invalidQuery(parameter, error.message);
    throw error;
  }
}
