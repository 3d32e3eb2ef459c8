import { MAX_BATCH, ProblemError, validatorOf, type BatchItem } from '@trine/contracts';
import Type from 'typebox';
import { parseBody } from '../http/request-faults.js';
import { parseItem } from './read-transfer.js';

/** The envelope alone: what is wrong inside an item is that item's own problem, and never fails its neighbours. */
const envelope = validatorOf(
  Type.Object(
    {
      transfers: Type.Array(Type.Unknown(), { minItems: 1, maxItems: MAX_BATCH }),
      atomic: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
);

/** @throws ProblemError `invalid_request` when the body is no batch at all */
export function parseBatch(body: unknown): { items: unknown[]; atomic: boolean } {
  const { transfers, atomic = false } = parseBody(envelope, body);
  return { items: transfers, atomic };
}

/** @throws ProblemError `idempotency_key_missing` or `invalid_request`, as for a transfer alone */
export function parseBatchItem(item: unknown): BatchItem {
  const { idempotencyKey } = (item ?? {}) as { idempotencyKey?: unknown };
  if (idempotencyKey === undefined && typeof item === 'object') {
    throw new ProblemError('idempotency_key_missing', 'Give each transfer of a batch an idempotencyKey');
  }
  return parseItem(item);
}
