import Type, { type Static } from 'typebox';
import { HoldId, TransferId } from '../schema/fields.js';
import { movementFields } from './movement.js';

export const DeclineReason = Type.Union([Type.Literal('insufficient_funds'), Type.Literal('account_frozen')]);
export type DeclineReason = Static<typeof DeclineReason>;

export const DeclinedOperation = Type.Union([
  Type.Literal('transfer'),
  Type.Literal('reversal'),
  Type.Literal('hold'),
  Type.Literal('capture'),
]);
export type DeclinedOperation = Static<typeof DeclinedOperation>;

const { transferId: _, ...commonFields } = movementFields;

/** Money that did not move, or was not reserved, on the account it would have left; `leg` is the first refused. */
export const TransferDeclined = Type.Object({
  ...commonFields,
  operation: DeclinedOperation,
  transferId: Type.Optional(
    Type.String({ ...TransferId, description: 'The transfer that would have moved it; absent for a hold' }),
  ),
  holdId: Type.Optional(Type.String({ ...HoldId, description: 'Of a hold and of a capture' })),
  reverses: Type.Optional(Type.String({ ...TransferId, description: 'Of a reversal' })),
  reason: DeclineReason,
});
export type TransferDeclined = Static<typeof TransferDeclined>;

/** Version 1 knew no holds, so it could not say what was declined, and a transfer id was a must. */
export const TransferDeclinedV1 = Type.Object({
  ...movementFields,
  reason: Type.Union([Type.Literal('insufficient_funds')]),
});

export function upcastTransferDeclinedV1(data: Static<typeof TransferDeclinedV1>): TransferDeclined {
  return { ...data, operation: 'transfer' };
}
