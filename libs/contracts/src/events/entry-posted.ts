import Type, { type Static } from 'typebox';
import { HoldId, TransferId } from '../schema/fields.js';
import { movementFields } from './movement.js';

export const Direction = Type.Union([Type.Literal('debit'), Type.Literal('credit')]);
export type Direction = Static<typeof Direction>;

/** One account's side of a leg. Every leg has two: the debit of `from`, then the credit of `to`. */
export const EntryPosted = Type.Object({
  ...movementFields,
  entry: Type.Integer({ minimum: 1, description: 'Entries of an account are numbered 1, 2, 3, …' }),
  direction: Direction,
  reverses: Type.Optional(
    Type.String({ ...TransferId, description: 'The transfer that this one takes back, whole or in part' }),
  ),
  holdId: Type.Optional(
    Type.String({
      ...HoldId,
      description: 'The hold that was captured; the debit takes its amount from held',
    }),
  ),
});
export type EntryPosted = Static<typeof EntryPosted>;
