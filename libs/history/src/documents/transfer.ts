import { Schema } from 'mongoose';
import {
  parseAmount,
  type EntryPosted,
  type Leg,
  type TransferResponse,
  type TransferStatus,
} from '@trine/contracts';
import { keepTexts, readTexts, textFields, type TextFields, type Writable } from './texts.js';

/**
 * A transfer as kept. Each leg is written by its debit under its own number, so that legs that lie in different
 * partitions may come in any order and again; the transfer is whole once it has `legCount` of them.
 */
export interface TransferDocument extends TextFields {
  _id: string;
  legCount: number;
  legs: Record<string, Leg>;
  reverses?: string;
  holdId?: string;
  occurredAt: Date;
  recordedAt: Date;
}

export const transferSchema = new Schema<TransferDocument>(
  {
    _id: String,
    legCount: Number,
    legs: Object,
    reverses: String,
    holdId: String,
    ...textFields,
    occurredAt: Date,
    recordedAt: Date,
  },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false, minimize: false },
);

/** The transfer of one leg, whole. */
export function transferDocument(data: EntryPosted, recordedAt: string): TransferDocument {
  const document: TransferDocument = {
    _id: data.transferId,
    legCount: data.legs,
    legs: { [data.leg]: legOf(data) },
    occurredAt: new Date(data.occurredAt),
    recordedAt: new Date(recordedAt),
  };
  keepRest(document, data);
  return document;
}

/** What one debit knows of a transfer of several legs, by the paths to set, so that the legs already there stay. */
export function legFields(data: EntryPosted, recordedAt: string): Record<string, unknown> {
  const { _id, legs, ...common } = transferDocument(data, recordedAt);
  return { ...common, [`legs.${data.leg}`]: legs[data.leg] };
}

function legOf({ accountId: from, counterparty: to, amount, currency }: EntryPosted): Leg {
  return { from, to, amount, currency };
}

function keepRest(document: TransferDocument, data: EntryPosted): void {
  if (data.reverses !== undefined) document.reverses = data.reverses;
  if (data.holdId !== undefined) document.holdId = data.holdId;
  keepTexts(document, data);
}

/** Null while a leg is missing: a transfer is seen whole or not at all. */
export function legsOf({ legCount, legs }: TransferDocument): Leg[] | null {
  const all = Array.from({ length: legCount }, (_, leg) => legs[leg]);
  return all.every((leg) => leg !== undefined) ? all : null;
}

/** `reversals`: what takes it back, whole ones only. */
export function transferResponse(
  document: TransferDocument,
  legs: Leg[],
  reversals: readonly Reversal[],
): TransferResponse {
  const { _id, reverses, holdId } = document;
  const reversedBy = [...reversals].sort(byTime);
  const response: Writable<TransferResponse> = {
    id: _id,
    status: statusOf(legs, reversedBy),
    legs,
    occurredAt: document.occurredAt.toISOString(),
    recordedAt: document.recordedAt.toISOString(),
    ...(reverses !== undefined && { reverses }),
    ...(reversedBy.length > 0 && { reversedBy }),
    ...(holdId !== undefined && { holdId }),
  };
  readTexts(response, document);
  return response;
}

export type Reversal = NonNullable<TransferResponse['reversedBy']>[number];

/** Several legs are only taken back together. */
function statusOf(legs: readonly Leg[], reversals: readonly Reversal[]): TransferStatus {
  if (reversals.length === 0) return 'posted';
  const [{ amount, currency }] = legs as [Leg];
  const back = reversals.reduce((sum, { legs: [leg] }) => sum + parseAmount(leg!.amount, currency), 0n);
  return legs.length > 1 || back === parseAmount(amount, currency) ? 'reversed' : 'partially_reversed';
}

/** Ids of ours rise with time too. */
function byTime(a: Reversal, b: Reversal): number {
  return a.recordedAt.localeCompare(b.recordedAt) || (a.id < b.id ? -1 : 1);
}
