import { formatAmount, formatBound, parseAmount, type RecordedEvent } from '@trine/contracts';
import { balancesOf, type Account } from '@trine/domain';
import type { Kept } from './checks/kept-records.js';
import type { Told } from './checks/shown-things.js';
import { isKnown } from './fold/begin.js';
import type { State } from './state.js';

/** What the log tells, in the words in which stores are asked. */

/** What can be known of an account; entries and status are left out while they are not. */
export function accountState(account: Account): State {
  const { currency, overdraftLimit, status, entries } = account;
  return {
    currency,
    ...balancesOf(account),
    limit: formatBound(overdraftLimit, currency),
    ...(isKnown(account.status) && { status }),
    ...(Number.isNaN(entries) ? {} : { entries: String(entries) }),
  };
}

/** All that an event says, each field as text. */
export function fieldsOf({ type, data, recordedAt }: RecordedEvent): Record<string, string | undefined> {
  const { balances, metadata, ...fields } = { metadata: undefined, ...data };
  const texts = Object.entries({ ...fields, ...balances }).map(([name, value]) => [name, String(value)]);
  return {
    ...(Object.fromEntries(texts) as Record<string, string>),
    type,
    recordedAt,
    ...(metadata !== undefined && { metadata: JSON.stringify(metadata) }),
  };
}

/** Those of an event's fields; one that it does not have is told as missing. */
export function only(fields: readonly string[], event: RecordedEvent): State {
  const all = fieldsOf(event);
  return Object.fromEntries(fields.map((field) => [field, all[field]]));
}

const TEXTS = ['category', 'reference', 'description', 'metadata'];

export function transferOf(event: RecordedEvent): Kept | undefined {
  if (event.type !== 'EntryPosted' || event.data.direction === 'credit') return undefined;
  const { transferId: id, accountId, counterparty, amount, currency, leg, legs } = event.data;
  const state = {
    [`leg ${leg}`]: `${accountId} to ${counterparty} ${amount} ${currency}`,
    legCount: String(legs),
    ...only(['reverses', 'holdId', ...TEXTS, 'occurredAt', 'recordedAt'], event),
  };
  return { id, state, again: leg > 0 };
}

/** What an event says of a hold: `account`, `to`, `amount`, `captured`, `status`. */
export function holdOf({ type, data }: RecordedEvent): Told | undefined {
  if (type !== 'HoldPlaced' && type !== 'HoldCaptured' && type !== 'HoldReleased') return undefined;
  const { holdId: id, accountId: account, to, currency } = data;
  const common = { account, to, currency };
  if (type === 'HoldPlaced') {
    const captured = formatAmount(0n, currency);
    return { id, state: { ...common, amount: data.amount, captured, status: 'open' }, first: true };
  }
  const { captured } = data;
  if (type === 'HoldReleased')
    return { id, state: { ...common, captured, status: data.reason }, final: true };
  const over = parseAmount(data.remaining, currency) === 0n;
  return { id, state: { ...common, captured, status: over ? 'captured' : 'open' }, final: over };
}

/** How much of a transfer's first leg was taken back; its last leg takes the first of the other back. */
export function reversals(): (event: RecordedEvent) => Told | undefined {
  const sums = new Map<string, bigint>();
  return ({ type, data }) => {
    if (type !== 'EntryPosted' || data.direction === 'credit' || data.reverses === undefined)
      return undefined;
    if (data.leg !== data.legs - 1) return undefined;
    const reversed = (sums.get(data.reverses) ?? 0n) + parseAmount(data.amount, data.currency);
    sums.set(data.reverses, reversed);
    return { id: data.reverses, state: reversedState(reversed) };
  };
}

/** `reversed`: minor units. */
export function reversedState(reversed: bigint): State {
  return { 'taken back, in minor units': String(reversed) };
}
