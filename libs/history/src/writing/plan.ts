import type { RecordedEvent } from '@trine/contracts';
import type { AccountDocument } from '../documents/account.js';
import { declineDocument, type DeclineDocument } from '../documents/decline.js';
import { entryDocument, type EntryDocument } from '../documents/entry.js';
import { legFields, transferDocument, type TransferDocument } from '../documents/transfer.js';
import type { Upsert } from '../mongo/bulk.js';

/** All that a batch of one partition's events writes, each part in any order and as often as need be. */
export interface WritePlan {
  readonly entries: EntryDocument[];
  readonly declines: DeclineDocument[];
  /** Of one leg, so whole: an insert is ten times faster than an upsert (MongoDB protocol server, measured). */
  readonly transfers: TransferDocument[];
  /** Of several, each adding what this partition has of it. */
  readonly legs: Upsert<TransferDocument>[];
  /** To be written after the entries: what a reader may see of them. */
  readonly accounts: Upsert<AccountDocument>[];
}

export function planOf(events: readonly RecordedEvent[]): WritePlan {
  const entries: EntryDocument[] = [];
  const declines: DeclineDocument[] = [];
  const transfers: TransferDocument[] = [];
  const legs = new Map<string, Record<string, unknown>>();
  const accounts = new Map<string, { currency: string; entries: number }>();
  for (const event of events) {
    switch (event.type) {
      case 'AccountOpened':
        accounts.set(event.data.accountId, { currency: event.data.currency, entries: 0 });
        break;
      case 'EntryPosted': {
        const { accountId, currency, direction, entry, transferId } = event.data;
        entries.push(entryDocument(event.data, event.recordedAt));
        accounts.set(accountId, { currency, entries: entry });
        if (direction === 'credit') break;
        if (event.data.legs === 1) transfers.push(transferDocument(event.data, event.recordedAt));
        else legs.set(transferId, { ...legs.get(transferId), ...legFields(event.data, event.recordedAt) });
        break;
      }
      case 'TransferDeclined':
        declines.push(declineDocument(event.data, event, event.recordedAt));
        break;
    }
  }
  return {
    entries,
    declines,
    transfers,
    legs: [...legs].map(([_id, $set]) => ({ _id, update: { $set } })),
    accounts: [...accounts].map(([_id, { currency, entries }]) => ({
      _id,
      update: { $set: { currency }, $max: { entries } },
    })),
  };
}
