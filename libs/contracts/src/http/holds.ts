import Type, { type Static } from 'typebox';
import {
  AccountId,
  Amount,
  Category,
  Currency,
  Description,
  HoldId,
  Metadata,
  PositiveAmount,
  Reference,
  Timestamp,
  TransferId,
} from '../schema/fields.js';

const holdTexts = {
  category: Type.Optional(Category),
  reference: Type.Optional(Reference),
  description: Type.Optional(Description),
  metadata: Type.Optional(Metadata),
};

export const PlaceHoldRequest = Type.Object(
  {
    id: Type.Optional(HoldId),
    account: Type.String({ ...AccountId, description: 'Account that the money is reserved on' }),
    to: Type.String({ ...AccountId, description: 'Account that captures will go to' }),
    amount: PositiveAmount,
    currency: Currency,
    expiresAt: Type.Optional(
      Type.String({ ...Timestamp, description: 'When the hold ends by itself; never when absent' }),
    ),
    ...holdTexts,
  },
  { additionalProperties: false, $id: 'PlaceHoldRequest' },
);
export type PlaceHoldRequest = Static<typeof PlaceHoldRequest>;

export const CaptureHoldRequest = Type.Object(
  {
    amount: Type.Optional(Type.String({ ...PositiveAmount, description: 'All that remains when absent' })),
    final: Type.Optional(Type.Boolean({ description: 'Release what remains after this; default false' })),
  },
  { additionalProperties: false, $id: 'CaptureHoldRequest' },
);
export type CaptureHoldRequest = Static<typeof CaptureHoldRequest>;

export const HoldStatus = Type.Union([
  Type.Literal('open'),
  Type.Literal('captured'),
  Type.Literal('voided'),
  Type.Literal('expired'),
]);
export type HoldStatus = Static<typeof HoldStatus>;

export const HoldResponse = Type.Object(
  {
    id: HoldId,
    account: AccountId,
    to: AccountId,
    amount: Amount,
    captured: Amount,
    remaining: Type.String({ ...Amount, description: 'What is still held' }),
    currency: Currency,
    status: HoldStatus,
    expiresAt: Type.Optional(Timestamp),
    ...holdTexts,
    recordedAt: Type.String({ ...Timestamp, description: 'When the hold was placed' }),
    captures: Type.Optional(
      Type.Array(Type.Object({ transferId: TransferId, amount: Amount, recordedAt: Timestamp }), {
        description: 'Oldest first; only when the hold is read',
      }),
    ),
  },
  { $id: 'Hold' },
);
export type HoldResponse = Static<typeof HoldResponse>;
