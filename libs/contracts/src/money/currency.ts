import currencyCodes from 'currency-codes';

/** Exponent by ISO 4217 alphabetic code, from the kept table of `currency-codes` (the list SIX publishes). */
export const exponents: ReadonlyMap<string, number> = new Map(
  currencyCodes.data.map((currency) => [currency.code, currency.digits]),
);

export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/**
 * How many decimals a currency has: CZK 2, JPY 0, BHD 3.
 * @throws RangeError when ISO 4217 does not list the code: check {@link isCurrency} at the edge first.
 */
export function exponentOf(code: string): number {
  const exponent = exponents.get(code);
  if (exponent === undefined) throw new RangeError(`${code} is not an ISO 4217 currency`);
  return exponent;
}
