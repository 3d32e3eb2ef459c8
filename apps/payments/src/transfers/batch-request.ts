import { BatchItem, MAX_BATCH, ProblemError, validatorOf } from '@trine/contracts';
import Type from 'typebox';
import { parseBody } from '../http/request-faults.js';

/** The envelope alone: what is wrong inside an item is that item's own problem, and never fails its neighbours. */
const envelope = validatorOf(
  Type.Object(
    { transfers: Type.Array(Type.Unknown(), { minItems: 1, maxItems: MAX_BATCH }) },
    { additionalProperties: false },
  ),
);
const batchItem = validatorOf(BatchItem);

/** @throws ProblemError `invalid_request` when the body is no batch at all */
export function parseBatch(body: unknown): unknown[] {
  return parseBody(envelope, body).transfers;
}

/** @throws ProblemError `idempotency_key_missing` or `invalid_request`, as for a transfer alone */
export function parseBatchItem(item: unknown): BatchItem {
  const { idempotencyKey } = (item ?? {}) as { idempotencyKey?: unknown };
  if (idempotencyKey === undefined && typeof item === 'object') {
    throw new ProblemError('idempotency_key_missing', 'Give each transfer of a batch an idempotencyKey');
  }
  return parseBody(batchItem, item);
}
