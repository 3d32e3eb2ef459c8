import Type, { type Static } from 'typebox';
import { AccountId, Currency, Metadata, Name, OverdraftLimit, Version } from '../schema/fields.js';
import { Balances } from './balances.js';

/** An account exists from now on. Always the first event of its account: version 1. */
export const AccountOpened = Type.Object({
  accountId: AccountId,
  version: Version,
  currency: Currency,
  name: Type.Optional(Name),
  overdraftLimit: OverdraftLimit,
  metadata: Type.Optional(Metadata),
  balances: Balances,
});
export type AccountOpened = Static<typeof AccountOpened>;
