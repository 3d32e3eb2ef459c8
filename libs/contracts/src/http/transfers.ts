import Type, { type Static } from 'typebox';
import {
  AccountId,
  Amount,
  Category,
  Currency,
  Description,
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

const postTransferFields = {
  id: Type.Optional(TransferId),
  from: AccountId,
  to: AccountId,
  amount: PositiveAmount,
  currency: Currency,
  ...transferTexts,
  occurredAt: Type.Optional(Timestamp),
};

export const PostTransferRequest = Type.Object(postTransferFields, {
  additionalProperties: false,
  $id: 'PostTransferRequest',
});
export type PostTransferRequest = Static<typeof PostTransferRequest>;

export const Leg = Type.Object({ from: AccountId, to: AccountId, amount: Amount, currency: Currency });
export type Leg = Static<typeof Leg>;

export const TransferResponse = Type.Object(
  {
    id: TransferId,
    status: Type.Union([Type.Literal('posted')]),
    legs: Type.Array(Leg),
    ...transferTexts,
    occurredAt: Timestamp,
    recordedAt: Timestamp,
  },
  { $id: 'Transfer' },
);
export type TransferResponse = Static<typeof TransferResponse>;

export const BatchItem = Type.Object(
  { idempotencyKey: Type.String({ pattern: IDEMPOTENCY_KEY_PATTERN }), ...postTransferFields },
  { additionalProperties: false },
);
export type BatchItem = Static<typeof BatchItem>;

export const PostBatchRequest = Type.Object(
  { transfers: Type.Array(BatchItem, { minItems: 1, maxItems: MAX_BATCH }) },
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
