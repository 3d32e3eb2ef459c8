import Type, { type Static } from 'typebox';
import { movementFields } from './movement.js';

export const DeclineReason = Type.Union([Type.Literal('insufficient_funds')]);
export type DeclineReason = Static<typeof DeclineReason>;

/** Money that did not move, on the account it would have left; `leg` is the first that was refused. */
export const TransferDeclined = Type.Object({
  ...movementFields,
  reason: DeclineReason,
});
export type TransferDeclined = Static<typeof TransferDeclined>;
