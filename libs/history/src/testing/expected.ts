import type {
  BalanceResponse,
  EntryPosted,
  EntryResponse,
  HoldResponse,
  RecordedEvent,
  TransferResponse,
} from '@trine/contracts';

/** What the log says an account's page should hold, oldest first: straight from the events' own words. */
export function entriesIn(events: readonly RecordedEvent[], accountId: string): EntryResponse[] {
  return events.flatMap((event) => {
    if (event.type !== 'EntryPosted' || event.data.accountId !== accountId) return [];
    const { entry, transferId, direction, amount, currency, counterparty, balances, occurredAt } = event.data;
    const links = given({ reverses: event.data.reverses, holdId: event.data.holdId });
    const { posted } = balances;
    const id = `${accountId}:${entry}`;
    const money = { direction, amount, currency, posted, counterparty };
    const times = { occurredAt, recordedAt: event.recordedAt };
    return [{ id, entry, transferId, ...money, ...links, ...textsOf(event.data), ...times }];
  });
}

/** The transfers of a log, with what takes them back. */
export function transfersIn(events: readonly RecordedEvent[]): TransferResponse[] {
  const transfers = new Map<string, TransferResponse>();
  for (const event of events) {
    if (event.type !== 'EntryPosted' || event.data.direction !== 'debit') continue;
    const { transferId: id, accountId: from, counterparty: to, amount, currency, occurredAt } = event.data;
    const legs = [...(transfers.get(id)?.legs ?? []), { from, to, amount, currency }];
    const links = given({ reverses: event.data.reverses, holdId: event.data.holdId });
    const times = { occurredAt, recordedAt: event.recordedAt };
    transfers.set(id, { id, status: 'posted', legs, ...textsOf(event.data), ...times, ...links });
  }
  for (const { id, legs, recordedAt, reverses } of transfers.values()) {
    const original = transfers.get(reverses ?? '');
    if (original === undefined) continue;
    const reversedBy = [...(original.reversedBy ?? []), { id, legs, recordedAt }];
    const back = reversedBy.reduce((sum, { legs: [leg] }) => sum + minorUnits(leg!.amount), 0n);
    const whole = original.legs.length > 1 || back === minorUnits(original.legs[0]!.amount);
    const status = whole ? 'reversed' : 'partially_reversed';
    transfers.set(original.id, { ...original, status, reversedBy });
  }
  return [...transfers.values()];
}

/** The holds of a log, as its events leave them. */
export function holdsIn(events: readonly RecordedEvent[]): HoldResponse[] {
  const holds = new Map<string, HoldResponse>();
  for (const { type, data, recordedAt } of events) {
    if (type === 'HoldPlaced') {
      const { holdId: id, accountId: account, to, amount, currency } = data;
      const zero = amount.replaceAll(/\d+/g, (digits) => '0'.repeat(digits.length)).replace(/^0+(?=\d)/, '');
      const money = { amount, captured: zero, remaining: amount, currency };
      const rest = { status: 'open' as const, ...given({ expiresAt: data.expiresAt }), ...textsOf(data) };
      holds.set(id, { id, account, to, ...money, ...rest, recordedAt, captures: [] });
    } else if (type === 'HoldCaptured') {
      const hold = holds.get(data.holdId)!;
      const { transferId, amount, captured, remaining } = data;
      const captures = [...(hold.captures ?? []), { transferId, amount, recordedAt }];
      const status = minorUnits(remaining) === 0n ? 'captured' : 'open';
      holds.set(hold.id, { ...hold, captured, remaining, status, captures });
    } else if (type === 'HoldReleased') {
      const hold = holds.get(data.holdId)!;
      const remaining = hold.captured.replaceAll(/\d/g, '0').replace(/^0+(?=\d)/, '');
      holds.set(hold.id, { ...hold, status: data.reason, remaining });
    }
  }
  return [...holds.values()];
}

/** How an account stood after its last event recorded by `at`. */
export function balanceIn(
  events: readonly RecordedEvent[],
  accountId: string,
  at: string,
): BalanceResponse | null {
  const last = events
    .filter(({ data, recordedAt }) => data.accountId === accountId && recordedAt <= at)
    .at(-1);
  if (last === undefined) return null;
  const { currency, version, balances } = last.data;
  return { accountId, currency, ...balances, version, asOf: last.recordedAt };
}

export function accountsIn(events: readonly RecordedEvent[]): string[] {
  return events.flatMap(({ type, data }) => (type === 'AccountOpened' ? [data.accountId] : []));
}

type Texts = Pick<EntryPosted, 'category' | 'reference' | 'description' | 'metadata'>;

function textsOf({ category, reference, description, metadata }: Texts): Texts {
  return given({ category, reference, description, metadata });
}

/** Without what is undefined. */
function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return JSON.parse(JSON.stringify(fields)) as Partial<T>;
}

function minorUnits(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}
