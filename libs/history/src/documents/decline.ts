import { Schema } from 'mongoose';
import { formatPosition, parseAmount, type Position, type TransferDeclined } from '@trine/contracts';
import { keepTexts, textFields, type TextFields } from './texts.js';

/**
 * Money that did not move. Kept by position, apart from the transfers: the same transfer id may be declined more than
 * once and posted after that.
 */
export interface DeclineDocument extends TextFields {
  _id: string;
  accountId: string;
  operation: string;
  transferId?: string;
  holdId?: string;
  reverses?: string;
  reason: string;
  amountMinor: bigint;
  currency: string;
  counterparty: string;
  occurredAt: Date;
  recordedAt: Date;
}

export const declineSchema = new Schema<DeclineDocument>(
  {
    _id: String,
    accountId: String,
    operation: String,
    transferId: String,
    holdId: String,
    reverses: String,
    reason: String,
    amountMinor: BigInt,
    currency: String,
    counterparty: String,
    ...textFields,
    occurredAt: Date,
    recordedAt: Date,
  },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false, minimize: false },
);

export function declineDocument(
  data: TransferDeclined,
  position: Position,
  recordedAt: string,
): DeclineDocument {
  const { accountId, operation, transferId, holdId, reverses, reason, amount, currency, counterparty } = data;
  const document: DeclineDocument = {
    _id: formatPosition(position),
    accountId,
    operation,
    ...(transferId !== undefined && { transferId }),
    ...(holdId !== undefined && { holdId }),
    ...(reverses !== undefined && { reverses }),
    reason,
    amountMinor: parseAmount(amount, currency),
    currency,
    counterparty,
    occurredAt: new Date(data.occurredAt),
    recordedAt: new Date(recordedAt),
  };
  keepTexts(document, data);
  return document;
}
