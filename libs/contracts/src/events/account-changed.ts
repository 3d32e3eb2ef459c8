import Type, { type Static } from 'typebox';
import { AccountId, Currency, OverdraftLimit, Version } from '../schema/fields.js';
import { Balances } from './balances.js';

/** What every event says that changes an account and moves no money. */
const changeFields = { accountId: AccountId, version: Version, currency: Currency, balances: Balances };

/** From now on no money leaves or reaches the account, and nothing more is held on it. */
export const AccountFrozen = Type.Object(changeFields);
export type AccountFrozen = Static<typeof AccountFrozen>;

/** The account is as it was before it was frozen. */
export const AccountUnfrozen = Type.Object(changeFields);
export type AccountUnfrozen = Static<typeof AccountUnfrozen>;

/** Nothing ever happens on the account again. It stands at zero and holds nothing. */
export const AccountClosed = Type.Object(changeFields);
export type AccountClosed = Static<typeof AccountClosed>;

/** Another overdraft limit. It may leave the available balance below zero; then nothing more goes out. */
export const LimitsChanged = Type.Object({ ...changeFields, overdraftLimit: OverdraftLimit });
export type LimitsChanged = Static<typeof LimitsChanged>;
