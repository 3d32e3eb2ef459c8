import type { Static, TSchema } from 'typebox';
import { AccountClosed, AccountFrozen, AccountUnfrozen, LimitsChanged } from './account-changed.js';
import { AccountOpened } from './account-opened.js';
import { EntryPosted } from './entry-posted.js';
import { HoldCaptured, HoldPlaced, HoldReleased } from './holds.js';
import { TransferDeclined, TransferDeclinedV1, upcastTransferDeclinedV1 } from './transfer-declined.js';

/** Every event type in its current version. The name of a CloudEvent's `type` follows from the key. */
export const eventCatalogue = {
  AccountOpened: { version: 1, schema: AccountOpened },
  AccountFrozen: { version: 1, schema: AccountFrozen },
  AccountUnfrozen: { version: 1, schema: AccountUnfrozen },
  AccountClosed: { version: 1, schema: AccountClosed },
  LimitsChanged: { version: 1, schema: LimitsChanged },
  EntryPosted: { version: 1, schema: EntryPosted },
  TransferDeclined: { version: 2, schema: TransferDeclined },
  HoldPlaced: { version: 1, schema: HoldPlaced },
  HoldCaptured: { version: 1, schema: HoldCaptured },
  HoldReleased: { version: 1, schema: HoldReleased },
} as const;

export type EventType = keyof typeof eventCatalogue;
export type EventData<T extends EventType> = Static<(typeof eventCatalogue)[T]['schema']>;

/** A version that is written no more but stays readable (invariant 7): its schema, and the step to the next version. */
interface PastVersion {
  readonly schema: TSchema;
  readonly upcast: (data: never) => unknown;
}

/** Versions 1, 2, … before the current one, in that order. */
export const pastVersions: { readonly [T in EventType]?: readonly PastVersion[] } = {
  TransferDeclined: [{ schema: TransferDeclinedV1, upcast: upcastTransferDeclinedV1 }],
};

/** An event as decided: what happened, not yet where in the log. */
export type LedgerEvent = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];

export const eventTypes = Object.keys(eventCatalogue) as EventType[];

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventCatalogue, type);
}

/** The schema of any version that was ever written, or undefined when there is no such version. */
export function schemaOf(type: EventType, version: number): TSchema | undefined {
  const current = eventCatalogue[type];
  return version === current.version ? current.schema : pastVersions[type]?.[version - 1]?.schema;
}

/** EntryPosted, 1 → `trine.ledger.entry-posted.v1` */
export function cloudEventType(type: EventType, version: number): string {
  const kebab = type.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
  return `trine.ledger.${kebab}.v${version}`;
}
