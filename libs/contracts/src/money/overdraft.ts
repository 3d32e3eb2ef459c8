import { formatAmount, parseAmount } from './amount.js';

/** What an account opened without a bound says in place of a limit and of what is available. */
export const UNLIMITED = 'unlimited';

/** Overdraft limit or available balance in minor units; null is unlimited. */
export type Bound = bigint | null;

/** @throws AmountError */
export function parseBound(text: string, currency: string): Bound {
  return text === UNLIMITED ? null : parseAmount(text, currency);
}

export function formatBound(bound: Bound, currency: string): string {
  return bound === null ? UNLIMITED : formatAmount(bound, currency);
}
