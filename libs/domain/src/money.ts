import { AmountError, MAX_MINOR, parseAmount } from '@trine/contracts';
import { malformed, type Refused } from './decision.js';

/** What any bound is passed by; a decider refuses it in its place of precedence. */
export const BEYOND = MAX_MINOR + 1n;

/**
 * Minor units of an amount whose currency only the ledger knows, or `invalid_request`. One that passes 64 bits comes
 * out as {@link BEYOND}.
 */
export function readAmount(pointer: string, text: string, currency: string): bigint | Refused {
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (!(error instanceof AmountError)) throw error;
    return error.fault === 'out_of_range' ? BEYOND : malformed(pointer, error.message);
  }
}

/** The same for an amount that has to be more than zero. */
export function readPositive(pointer: string, text: string, currency: string): bigint | Refused {
  const amount = readAmount(pointer, text, currency);
  return amount === 0n ? malformed(pointer, 'must be more than zero') : amount;
}
