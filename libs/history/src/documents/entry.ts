import { Schema } from 'mongoose';
import {
  formatAmount,
  parseAmount,
  type Direction,
  type EntryPosted,
  type EntryResponse,
} from '@trine/contracts';
import { keepStanding, standingFields, type StandingFields } from './standing.js';
import { keepTexts, readTexts, textFields, type TextFields } from './texts.js';

/** An entry as kept: `_id` is `account:entry`, so that a repeat is a duplicate key. Amounts are int64 minor units. */
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
)
  // Every page is a bounded range of it; what a filter leaves out is skipped within that range.
  .index({ accountId: 1, entry: 1 }, { unique: true });

export function entryDocument(data: EntryPosted, recordedAt: string): EntryDocument {
  const { accountId, entry, transferId, leg, direction, amount, currency, counterparty, reverses, holdId } =
    data;
  return {
    _id: `${accountId}:${entry}`,
    accountId,
    entry,
    transferId,
    leg,
    direction,
    amountMinor: parseAmount(amount, currency),
    ...keepStanding(data),
    currency,
    counterparty,
    ...(reverses !== undefined && { reverses }),
    ...(holdId !== undefined && { holdId }),
    ...keepTexts(data),
    occurredAt: new Date(data.occurredAt),
    recordedAt: new Date(recordedAt),
  };
}

export function entryResponse(document: EntryDocument): EntryResponse {
  const { _id, entry, transferId, direction, amountMinor, postedMinor, currency, counterparty } = document;
  const { reverses, holdId } = document;
  return {
    id: _id,
    entry,
    transferId,
    direction,
    amount: formatAmount(amountMinor, currency),
    currency,
    posted: formatAmount(postedMinor, currency),
    counterparty,
    ...(reverses !== undefined && { reverses }),
    ...(holdId !== undefined && { holdId }),
    ...readTexts(document),
    occurredAt: document.occurredAt.toISOString(),
    recordedAt: document.recordedAt.toISOString(),
  };
}
