import type { AccountResponse, AccountStatus, BalanceResponse, RecordedEvent } from '@trine/contracts';

/** An account's hash, as Redis keeps it: all texts, since its numbers lose precision past 2^53. */
export type AccountFields = Record<string, string>;

/** What events change of each of their accounts; fields they do not name stay as they are. */
export function fieldsAfter(events: readonly RecordedEvent[]): Map<string, AccountFields> {
  const last = new Map<string, RecordedEvent>();
  const accounts = new Map<string, AccountFields>();
  for (const event of events) {
    const { accountId } = event.data;
    last.set(accountId, event);
    // Most events are entries, and of those only an account's last counts.
    if (event.type !== 'EntryPosted')
      accounts.set(accountId, Object.assign(accounts.get(accountId) ?? {}, ownFieldsOf(event)));
  }
  for (const [id, { data, recordedAt }] of last) {
    const stands = { version: String(data.version), ...data.balances, asOf: recordedAt };
    accounts.set(id, Object.assign(accounts.get(id) ?? {}, stands));
  }
  return accounts;
}

/** What only events of its type change. */
function ownFieldsOf(event: RecordedEvent): AccountFields {
  switch (event.type) {
    case 'AccountOpened': {
      const { currency, name, overdraftLimit, metadata } = event.data;
      return {
        currency,
        overdraftLimit,
        status: 'open',
        openedAt: event.recordedAt,
        ...(name === undefined ? {} : { name }),
        ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
      };
    }
    case 'AccountFrozen':
      return { status: 'frozen' };
    case 'AccountUnfrozen':
      return { status: 'open' };
    case 'AccountClosed':
      return { status: 'closed' };
    case 'LimitsChanged':
      return { overdraftLimit: event.data.overdraftLimit };
    default:
      return {};
  }
}

export function toAccount(id: string, fields: AccountFields): AccountResponse {
  const { name, metadata } = fields;
  return {
    id,
    currency: fields['currency']!,
    ...(name === undefined ? {} : { name }),
    status: fields['status'] as AccountStatus,
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

/** What an account can spend, of its fields; in the order that `toBalance` takes their values. */
export const BALANCE_FIELDS = ['currency', 'posted', 'held', 'available', 'version', 'asOf'] as const;

type Each<T, Fields extends readonly string[] = typeof BALANCE_FIELDS> = { readonly [K in keyof Fields]: T };
/** The values of {@link BALANCE_FIELDS}; none of an account that the view does not know. */
export type BalanceValues = Each<string> | Each<null>;

export function toBalance(accountId: string, values: BalanceValues): BalanceResponse | undefined {
  const [currency, posted, held, available, version, asOf] = values;
  if (currency === null) return undefined;
  return { accountId, currency, posted, held, available, version: Number(version), asOf };
}
