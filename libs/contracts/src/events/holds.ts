import Type, { type Static } from 'typebox';
import {
  AccountId,
  Amount,
  Category,
  Currency,
  Description,
  HoldId,
  Metadata,
  Reference,
  Timestamp,
  TransferId,
  Version,
} from '../schema/fields.js';
import { Balances } from './balances.js';

/** What every event of a hold says; all are events of the account that the money is reserved on. */
const holdFields = {
  accountId: AccountId,
  version: Version,
  holdId: HoldId,
  to: AccountId,
  currency: Currency,
  balances: Balances,
};

/** Money is reserved: held rises by `amount`, posted stays. */
export const HoldPlaced = Type.Object({
  ...holdFields,
  amount: Amount,
  expiresAt: Type.Optional(Timestamp),
  category: Type.Optional(Category),
  reference: Type.Optional(Reference),
  description: Type.Optional(Description),
  metadata: Type.Optional(Metadata),
});
export type HoldPlaced = Static<typeof HoldPlaced>;

/**
 * Part of the reserved money, or all of it, was taken by `transferId`. The entry before it in the log already tells the
 * balances without that part; `released` is what a final capture gives back beside.
 */
export const HoldCaptured = Type.Object({
  ...holdFields,
  transferId: TransferId,
  amount: Type.String({ ...Amount, description: 'What this capture took' }),
  captured: Type.String({ ...Amount, description: 'What all captures so far took' }),
  remaining: Type.String({ ...Amount, description: 'What is still held' }),
  released: Type.String({ ...Amount, description: 'What a final capture gave back, else zero' }),
});
export type HoldCaptured = Static<typeof HoldCaptured>;

export const ReleaseReason = Type.Union([Type.Literal('voided'), Type.Literal('expired')]);
export type ReleaseReason = Static<typeof ReleaseReason>;

/** What was still held is available again: held falls by `amount`. */
export const HoldReleased = Type.Object({
  ...holdFields,
  reason: ReleaseReason,
  amount: Type.String({ ...Amount, description: 'What was given back' }),
  captured: Type.String({ ...Amount, description: 'What captures had taken before' }),
});
export type HoldReleased = Static<typeof HoldReleased>;
