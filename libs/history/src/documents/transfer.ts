import { Schema } from 'mongoose';
import type { EntryPosted, Leg, TransferResponse } from '@trine/contracts';
import { keepTexts, readTexts, textFields, type TextFields } from './texts.js';

/**
 * A transfer as kept. Each leg is written by its debit under its own number, so that legs that lie in different
 * partitions may come in any order and again; the transfer is whole once it has `legCount` of them.
 */
export interface TransferDocument extends TextFields {
  _id: string;
  status: 'posted';
  legCount: number;
  legs: Record<string, Leg>;
  occurredAt: Date;
  recordedAt: Date;
}

export const transferSchema = new Schema<TransferDocument>(
  {
    _id: String,
    status: String,
    legCount: Number,
    legs: Object,
    ...textFields,
    occurredAt: Date,
    recordedAt: Date,
  },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false, minimize: false },
);

/** The transfer of one leg, whole. */
export function transferDocument(data: EntryPosted, recordedAt: string): TransferDocument {
  return { _id: data.transferId, legs: { [data.leg]: legOf(data) }, ...commonFields(data, recordedAt) };
}

/** What one debit knows of a transfer of several legs, by the paths to set, so that the legs already there stay. */
export function legFields(data: EntryPosted, recordedAt: string): Record<string, unknown> {
  return { [`legs.${data.leg}`]: legOf(data), ...commonFields(data, recordedAt) };
}

function legOf({ accountId: from, counterparty: to, amount, currency }: EntryPosted): Leg {
  return { from, to, amount, currency };
}

function commonFields(data: EntryPosted, recordedAt: string) {
  return {
    status: 'posted' as const,
    legCount: data.legs,
    ...keepTexts(data),
    occurredAt: new Date(data.occurredAt),
    recordedAt: new Date(recordedAt),
  };
}

/** Null while a leg is missing: a transfer is seen whole or not at all. */
export function transferResponse(document: TransferDocument): TransferResponse | null {
  const legs = Array.from({ length: document.legCount }, (_, leg) => document.legs[leg]);
  if (!legs.every((leg) => leg !== undefined)) return null;
  return {
    id: document._id,
    status: document.status,
    legs,
    ...readTexts(document),
    occurredAt: document.occurredAt.toISOString(),
    recordedAt: document.recordedAt.toISOString(),
  };
}
