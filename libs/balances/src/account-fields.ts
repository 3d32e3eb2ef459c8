import type { AccountResponse, BalanceResponse, RecordedEvent } from '@trine/contracts';

/** An account's hash, as Redis keeps it: all texts, since its numbers lose precision past 2^53. */
export type AccountFields = Record<string, string>;

/** What an event changes of its account; fields it does not name stay as they are. */
export function fieldsOf(event: RecordedEvent): AccountFields {
  const { version, balances } = event.data;
  const changed = { version: String(version), ...balances, asOf: event.recordedAt };
  if (event.type !== 'AccountOpened') return changed;
  const { currency, name, overdraftLimit, metadata } = event.data;
  return {
    ...changed,
    currency,
    overdraftLimit,
    status: 'open',
    openedAt: event.recordedAt,
    ...(name === undefined ? {} : { name }),
    ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
  };
}

export function toAccount(id: string, fields: AccountFields): AccountResponse {
  const { name, metadata } = fields;
  return {
    id,
    currency: fields['currency']!,
    ...(name === undefined ? {} : { name }),
    status: 'open',
    overdraftLimit: fields['overdraftLimit']!,
    ...(metadata === undefined ? {} : { metadata: JSON.parse(metadata) as Record<string, string> }),
    posted: fields['posted']!,
    held: fields['held']!,
    available: fields['available']!,
    version: Number(fields['version']),
    openedAt: fields['openedAt']!,
    asOf: fields['asOf']!,
  };
}

export function toBalance(id: string, fields: AccountFields): BalanceResponse {
  const { currency, posted, held, available, version, asOf } = toAccount(id, fields);
  return { accountId: id, currency, posted, held, available, version, asOf };
}
