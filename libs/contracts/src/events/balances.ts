import Type, { type Static } from 'typebox';
import { Amount, AmountOrUnlimited } from '../schema/fields.js';

/** An account's balances after an event; available = posted − held + overdraft limit. */
export const Balances = Type.Object({
  posted: Amount,
  held: Amount,
  available: AmountOrUnlimited,
});
export type Balances = Static<typeof Balances>;
