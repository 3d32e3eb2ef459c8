import type { EntryPosted, EntryResponse, RecordedEvent, TransferResponse } from '@trine/contracts';

/** What the log says an account's page should hold, oldest first: straight from the events' own words. */
export function entriesIn(events: readonly RecordedEvent[], accountId: string): EntryResponse[] {
  return events.flatMap((event) => {
    if (event.type !== 'EntryPosted' || event.data.accountId !== accountId) return [];
    const { entry, transferId, direction, amount, currency, counterparty, balances, occurredAt } = event.data;
    const { posted } = balances;
    const id = `${accountId}:${entry}`;
    const money = { direction, amount, currency, posted, counterparty };
    const times = { occurredAt, recordedAt: event.recordedAt };
    return [{ id, entry, transferId, ...money, ...textsOf(event.data), ...times }];
  });
}

/** The transfers of a log whose transfers have one leg each. */
export function transfersIn(events: readonly RecordedEvent[]): TransferResponse[] {
  return events.flatMap((event) => {
    if (event.type !== 'EntryPosted' || event.data.direction !== 'debit') return [];
    const { transferId: id, accountId: from, counterparty: to, amount, currency, occurredAt } = event.data;
    const legs = [{ from, to, amount, currency }];
    return [
      {
        id,
        status: 'posted' as const,
        legs,
        ...textsOf(event.data),
        occurredAt,
        recordedAt: event.recordedAt,
      },
    ];
  });
}

export function accountsIn(events: readonly RecordedEvent[]): string[] {
  return events.flatMap(({ type, data }) => (type === 'AccountOpened' ? [data.accountId] : []));
}

function textsOf({ category, reference, description, metadata }: EntryPosted) {
  return JSON.parse(JSON.stringify({ category, reference, description, metadata })) as Pick<
    EntryPosted,
    'category' | 'reference' | 'description' | 'metadata'
  >;
}
