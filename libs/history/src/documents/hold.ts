import { Schema, type mongo } from 'mongoose';
import {
  formatAmount,
  parseAmount,
  type HoldCaptured,
  type HoldPlaced,
  type HoldReleased,
  type HoldResponse,
  type ReleaseReason,
} from '@trine/contracts';
import type { Upsert } from '../mongo/bulk.js';
import { keepTexts, readTexts, textFields, type TextFields, type Writable } from './texts.js';

/**
 * A hold as kept. Every event sets what it alone knows, or raises what only rises, so events may come in any order and
 * again and a reader never sees a hold go back: `end` is there once it is over, and what is captured only grows.
 */
export interface HoldDocument extends TextFields {
  _id: string;
  accountId: string;
  to: string;
  currency: string;
  amountMinor: bigint;
  expiresAt?: Date;
  placedAt: Date;
  capturedMinor?: bigint;
  end?: 'captured' | ReleaseReason;
  /** By number of the account's version, so that they are in order. */
  captures?: Record<string, { transferId: string; amount: string; recordedAt: Date }>;
}

export const holdSchema = new Schema<HoldDocument>(
  {
    _id: String,
    accountId: String,
    to: String,
    currency: String,
    amountMinor: BigInt,
    expiresAt: Date,
    placedAt: Date,
    ...textFields,
    capturedMinor: BigInt,
    end: String,
    captures: Object,
  },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false, minimize: false },
);

type HoldUpdate = Upsert<HoldDocument>;

export function holdPlaced(data: HoldPlaced, recordedAt: string): HoldUpdate {
  const { holdId, accountId, to, currency, amount, expiresAt } = data;
  const $set: Partial<HoldDocument> = {
    accountId,
    to,
    currency,
    amountMinor: parseAmount(amount, currency),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    placedAt: new Date(recordedAt),
  };
  keepTexts($set, data);
  return { _id: holdId, update: { $set } };
}

export function holdCaptured(data: HoldCaptured, recordedAt: string): HoldUpdate {
  const { holdId, version, transferId, amount, captured, remaining, currency } = data;
  const over = parseAmount(remaining, currency) === 0n;
  const $set = {
    [`captures.${version}`]: { transferId, amount, recordedAt: new Date(recordedAt) },
    ...(over && { end: 'captured' }),
  };
  const $max = { capturedMinor: parseAmount(captured, currency) };
  return { _id: holdId, update: { $set, $max } as mongo.UpdateFilter<HoldDocument> };
}

export function holdReleased({ holdId, reason }: HoldReleased): HoldUpdate {
  return { _id: holdId, update: { $set: { end: reason } } };
}

export function holdResponse(document: HoldDocument): HoldResponse {
  const {
    _id,
    accountId,
    to,
    currency,
    amountMinor,
    capturedMinor = 0n,
    end,
    expiresAt,
    captures = {},
  } = document;
  const remaining = end === undefined ? amountMinor - capturedMinor : 0n;
  const inOrder = Object.entries(captures).sort(([a], [b]) => Number(a) - Number(b));
  const response: Writable<HoldResponse> = {
    id: _id,
    account: accountId,
    to,
    amount: formatAmount(amountMinor, currency),
    captured: formatAmount(capturedMinor, currency),
    remaining: formatAmount(remaining, currency),
    currency,
    status: end ?? 'open',
    ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }),
    recordedAt: document.placedAt.toISOString(),
    captures: inOrder.map(([, { transferId, amount, recordedAt }]) => ({
      transferId,
      amount,
      recordedAt: recordedAt.toISOString(),
    })),
  };
  readTexts(response, document);
  return response;
}
