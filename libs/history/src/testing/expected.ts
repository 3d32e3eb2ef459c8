import type { EntryResponse, RecordedEvent, TransferResponse } from '@trine/contracts';

/** What the log says an account's page should hold, oldest first: straight from the events' own words. */
export function entriesIn(events: readonly RecordedEvent[], accountId: string): EntryResponse[] {
  return events.flatMap((event) => {
    if (event.type !== 'EntryPosted' || event.data.accountId !== accountId) return [];
    const { version: _v, leg: _l, legs: _n, balances, accountId: _a, ...said } = event.data;
    const id = `${accountId}:${said.entry}`;
    return [{ id, ...said, posted: balances.posted, recordedAt: event.recordedAt }];
  });
}

/** The transfers of a log whose transfers have one leg each. */
export function transfersIn(events: readonly RecordedEvent[]): TransferResponse[] {
  return events.flatMap((event) => {
    if (event.type !== 'EntryPosted' || event.data.direction !== 'debit') return [];
    const { transferId: id, accountId: from, counterparty: to, amount, currency, occurredAt } = event.data;
    const { category, reference, description, metadata } = event.data;
    const texts = JSON.parse(JSON.stringify({ category, reference, description, metadata })) as object;
    const legs = [{ from, to, amount, currency }];
    return [{ id, status: 'posted' as const, legs, ...texts, occurredAt, recordedAt: event.recordedAt }];
  });
}

export function accountsIn(events: readonly RecordedEvent[]): string[] {
  return events.flatMap(({ type, data }) => (type === 'AccountOpened' ? [data.accountId] : []));
}
