import Type, { type Static } from 'typebox';
import { movementFields } from './movement.js';

export const Direction = Type.Union([Type.Literal('debit'), Type.Literal('credit')]);
export type Direction = Static<typeof Direction>;

/** One account's side of a leg. Every leg has two: the debit of `from`, then the credit of `to`. */
export const EntryPosted = Type.Object({
  ...movementFields,
  entry: Type.Integer({ minimum: 1, description: 'Entries of an account are numbered 1, 2, 3, …' }),
  direction: Direction,
});
export type EntryPosted = Static<typeof EntryPosted>;
