import { exponentOf } from './currency.js';

/** The ledger keeps minor units in PostgreSQL's bigint, so a balance or an amount has to fit 64 bits. */
export const MAX_MINOR = 2n ** 63n - 1n;
export const MIN_MINOR = -(2n ** 63n);

/** A decimal string as it crosses a process: no sign but minus, no exponent, no leading zeros. */
export const DECIMAL_PATTERN = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

export type AmountFault = 'not_a_decimal' | 'too_many_decimals' | 'out_of_range';

export class AmountError extends Error {
  override readonly name = 'AmountError';
  constructor(
    readonly fault: AmountFault,
    message: string,
  ) {
    super(message);
  }
}

/**
 * "12.34" in CZK → 1234n minor units. Fewer decimals than the currency has are fine ("12" is "12.00").
 * @throws AmountError
 */
export function parseAmount(text: string, currency: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = DECIMAL_PATTERN.exec(text) ?? [];
  if (whole === '') throw new AmountError('not_a_decimal', 'must be a decimal string such as "12.34"');
  const exponent = exponentOf(currency);
  if (fraction.length > exponent) {
    throw new AmountError('too_many_decimals', `${currency} has ${exponent} decimals`);
  }
  // 19 digits are the most that int64 has: a longer text is never turned into a huge bigint.
  if (whole.length + exponent > 20) throw outOfRange(currency);
  const minor = BigInt(sign + whole + fraction.padEnd(exponent, '0'));
  if (!fitsInt64(minor)) throw outOfRange(currency);
  return minor;
}

/** 1234n minor units of CZK → "12.34"; always with all decimals of the currency. */
export function formatAmount(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

export function fitsInt64(minor: bigint): boolean {
  return minor >= MIN_MINOR && minor <= MAX_MINOR;
}

function outOfRange(currency: string): AmountError {
  return new AmountError(
    'out_of_range',
    `must be at most ${formatAmount(MAX_MINOR, currency)} ${currency} (64-bit minor units)`,
  );
}
