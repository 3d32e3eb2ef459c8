import type { Static } from 'typebox';
import { AccountOpened } from './account-opened.js';
import { EntryPosted } from './entry-posted.js';
import { TransferDeclined } from './transfer-declined.js';

/** Every event type in its current version. The name of a CloudEvent's `type` follows from the key. */
export const eventCatalogue = {
  AccountOpened: { version: 1, schema: AccountOpened },
  EntryPosted: { version: 1, schema: EntryPosted },
  TransferDeclined: { version: 1, schema: TransferDeclined },
} as const;

export type EventType = keyof typeof eventCatalogue;
export type EventData<T extends EventType> = Static<(typeof eventCatalogue)[T]['schema']>;

/** An event as decided: what happened, not yet where in the log. */
export type LedgerEvent = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];

export const eventTypes = Object.keys(eventCatalogue) as EventType[];

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventCatalogue, type);
}

/** EntryPosted, 1 → `trine.ledger.entry-posted.v1` */
export function cloudEventType(type: EventType, version: number): string {
  const kebab = type.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
  return `trine.ledger.${kebab}.v${version}`;
}
