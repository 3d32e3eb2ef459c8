import { Schema } from 'mongoose';
import {
  formatAmount,
  parseAmount,
  type Direction,
  type EntryPosted,
  type EntryResponse,
} from '@trine/contracts';
import { entryKey, shownEntryId } from './entry-key.js';
import { keepStanding, standingFields, type StandingFields } from './standing.js';
import { keepTexts, readTexts, textFields, type TextFields, type Writable } from './texts.js';

/** An entry as kept, by {@link entryKey}, so that a repeat is a duplicate key. Amounts are int64 minor units. */
export interface EntryDocument extends TextFields, StandingFields {
  _id: string;
  accountId: string;
  entry: number;
  transferId: string;
  leg: number;
  direction: Direction;
  amountMinor: bigint;
  currency: string;
  counterparty: string;
  reverses?: string;
  holdId?: string;
  occurredAt: Date;
  recordedAt: Date;
}

export const entrySchema = new Schema<EntryDocument>(
  {
    _id: String,
    accountId: String,
    entry: Number,
    transferId: String,
    leg: Number,
    direction: String,
    amountMinor: BigInt,
    ...standingFields,
    currency: String,
    counterparty: String,
    reverses: String,
    holdId: String,
    ...textFields,
    occurredAt: Date,
    recordedAt: Date,
  },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false, minimize: false },
);

export function entryDocument(data: EntryPosted, recordedAt: string): EntryDocument {
  const { accountId, entry, transferId, leg, direction, amount, currency, counterparty, reverses, holdId } =
    data;
  const { version, postedMinor, heldMinor, availableMinor } = keepStanding(data);
  const document: EntryDocument = {
    _id: entryKey(accountId, entry),
    accountId,
    entry,
    transferId,
    leg,
    direction,
    amountMinor: parseAmount(amount, currency),
    version,
    postedMinor,
    heldMinor,
    currency,
    counterparty,
    occurredAt: new Date(data.occurredAt),
    recordedAt: new Date(recordedAt),
  };
  if (availableMinor !== undefined) document.availableMinor = availableMinor;
  if (reverses !== undefined) document.reverses = reverses;
  if (holdId !== undefined) document.holdId = holdId;
  keepTexts(document, data);
  return document;
}

/** What a response shows of an entry. */
export type ShownEntry = Omit<EntryDocument, 'accountId' | 'leg' | keyof StandingFields> &
  Pick<EntryDocument, 'postedMinor'>;

/** Of a document that is read to be shown, what need not come over the wire. */
export const NOT_SHOWN = { accountId: 0, leg: 0, version: 0, heldMinor: 0, availableMinor: 0 } as const;

export function entryResponse(document: ShownEntry): EntryResponse {
  const { currency, reverses, holdId } = document;
  const response: Writable<EntryResponse> = {
    id: shownEntryId(document._id, document.entry),
    entry: document.entry,
    transferId: document.transferId,
    direction: document.direction,
    amount: formatAmount(document.amountMinor, currency),
    currency,
    posted: formatAmount(document.postedMinor, currency),
    counterparty: document.counterparty,
    occurredAt: document.occurredAt.toISOString(),
    recordedAt: document.recordedAt.toISOString(),
  };
  if (reverses !== undefined) response.reverses = reverses;
  if (holdId !== undefined) response.holdId = holdId;
  readTexts(response, document);
  return response;
}

/** As JSON text. */
export function entryText(document: ShownEntry): string {
  return JSON.stringify(entryResponse(document));
}
