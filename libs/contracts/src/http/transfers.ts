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
import { Problem } from '../problems/problem.js';
import { IDEMPOTENCY_KEY_PATTERN, MAX_BATCH } from './headers.js';

const transferTexts = {
  category: Type.Optional(Category),
  reference: Type.Optional(Reference),
  description: Type.Optional(Description),
  metadata: Type.Optional(Metadata),
};

const transferFields = {
  id: Type.Optional(TransferId),
  ...transferTexts,
  occurredAt: Type.Optional(Timestamp),
};

const oneLegFields = {
  ...transferFields,
  from: AccountId,
  to: AccountId,
  amount: PositiveAmount,
  currency: Currency,
};

/** Most legs of one transfer. */
export const MAX_LEGS = 100;

const manyLegsFields = {
  ...transferFields,
  currency: Type.Optional(Type.String({ ...Currency, description: 'Of the legs that do not say theirs' })),
  legs: Type.Array(
    Type.Object(
      { from: AccountId, to: AccountId, amount: PositiveAmount, currency: Type.Optional(Currency) },
      { additionalProperties: false },
    ),
    { minItems: 1, maxItems: MAX_LEGS },
  ),
};

/** From one account to another. */
export const OneLegRequest = Type.Object(oneLegFields, { additionalProperties: false, title: 'One leg' });
export type OneLegRequest = Static<typeof OneLegRequest>;

/** All legs or none, decided in their order, so that money may pass through an account. */
export const ManyLegsRequest = Type.Object(manyLegsFields, {
  additionalProperties: false,
  title: 'Many legs',
});
export type ManyLegsRequest = Static<typeof ManyLegsRequest>;

export const PostTransferRequest = Type.Union([OneLegRequest, ManyLegsRequest], {
  $id: 'PostTransferRequest',
});
export type PostTransferRequest = Static<typeof PostTransferRequest>;

export const ReverseTransferRequest = Type.Object(
  {
    amount: Type.Optional(
      Type.String({
        ...PositiveAmount,
        description: 'Part of a transfer of one leg; all that is left when absent',
      }),
    ),
  },
  { additionalProperties: false, $id: 'ReverseTransferRequest' },
);
export type ReverseTransferRequest = Static<typeof ReverseTransferRequest>;

export const Leg = Type.Object({ from: AccountId, to: AccountId, amount: Amount, currency: Currency });
export type Leg = Static<typeof Leg>;

export const TransferStatus = Type.Union([
  Type.Literal('posted'),
  Type.Literal('partially_reversed'),
  Type.Literal('reversed'),
]);
export type TransferStatus = Static<typeof TransferStatus>;

export const TransferResponse = Type.Object(
  {
    id: TransferId,
    status: TransferStatus,
    legs: Type.Array(Leg),
    ...transferTexts,
    occurredAt: Timestamp,
    recordedAt: Timestamp,
    reverses: Type.Optional(
      Type.String({ ...TransferId, description: 'The transfer that this one takes back' }),
    ),
    reversedBy: Type.Optional(
      Type.Array(Type.Object({ id: TransferId, legs: Type.Array(Leg), recordedAt: Timestamp }), {
        description: 'What took this transfer back, oldest first; absent when nothing did',
      }),
    ),
    holdId: Type.Optional(Type.String({ ...HoldId, description: 'The hold that was captured' })),
  },
  { $id: 'Transfer' },
);
export type TransferResponse = Static<typeof TransferResponse>;

const idempotencyKey = Type.String({ pattern: IDEMPOTENCY_KEY_PATTERN });

export const OneLegItem = Type.Object(
  { idempotencyKey, ...oneLegFields },
  { additionalProperties: false, title: 'One leg' },
);
export const ManyLegsItem = Type.Object(
  { idempotencyKey, ...manyLegsFields },
  { additionalProperties: false, title: 'Many legs' },
);
export const BatchItem = Type.Union([OneLegItem, ManyLegsItem]);
export type BatchItem = Static<typeof BatchItem>;

export const PostBatchRequest = Type.Object(
  {
    transfers: Type.Array(BatchItem, { minItems: 1, maxItems: MAX_BATCH }),
    atomic: Type.Optional(
      Type.Boolean({ description: 'All or nothing, decided in their order; default false' }),
    ),
  },
  { additionalProperties: false, $id: 'PostBatchRequest' },
);
export type PostBatchRequest = Static<typeof PostBatchRequest>;

/** In the order of the request; `status` is what the item alone would have been answered with. */
export const PostBatchResponse = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        status: Type.Integer(),
        replayed: Type.Optional(
          Type.Literal(true, { description: 'Decided before; absent when it was not' }),
        ),
        transfer: Type.Optional(TransferResponse),
        problem: Type.Optional(Problem),
      }),
    ),
  },
  { $id: 'PostBatchResponse' },
);
export type PostBatchResponse = Static<typeof PostBatchResponse>;
