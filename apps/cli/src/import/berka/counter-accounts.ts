import { UNLIMITED, type OpenAccountRequest } from '@trine/contracts';
import { CURRENCY } from './fields.js';

export type NamedAccountRequest = OpenAccountRequest & { readonly id: string };

/** What money comes from and goes to: the world outside the accounts. */
export const CASH_ACCOUNT = 'berka-cash';
export const BANK_ACCOUNT = 'berka-bank';

export const COUNTER_ACCOUNTS: readonly NamedAccountRequest[] = [
  { id: CASH_ACCOUNT, currency: CURRENCY, name: 'Cash', overdraftLimit: UNLIMITED },
  { id: BANK_ACCOUNT, currency: CURRENCY, name: 'The bank and other banks', overdraftLimit: UNLIMITED },
];
