import fc from 'fast-check';
import { formatAmount, MAX_MINOR, MIN_MINOR, parseAmount } from './amount.js';

const currency = fc.constantFrom('CZK', 'JPY', 'BHD', 'CLF');
const minor = fc.bigInt({ min: MIN_MINOR, max: MAX_MINOR });

describe('amounts', () => {
  it('survive being written and read, for every value of int64', () => {
    fc.assert(
      fc.property(minor, currency, (value, code) => {
        expect(parseAmount(formatAmount(value, code), code)).toBe(value);
      }),
    );
  });

  it.each([
    ['12.34', 'CZK', 1234n],
    ['12', 'CZK', 1200n],
    ['0.5', 'CZK', 50n],
    ['-0.05', 'CZK', -5n],
    ['7', 'JPY', 7n],
    ['1.001', 'BHD', 1001n],
  ])('%s %s is %s minor units', (text, code, expected) => {
    expect(parseAmount(text, code)).toBe(expected);
  });

  it.each([
    ['12.345', 'CZK', 'too_many_decimals'],
    ['1.0', 'JPY', 'too_many_decimals'],
    ['92233720368547758.08', 'CZK', 'out_of_range'],
    ['1'.repeat(40), 'CZK', 'out_of_range'],
    ['01', 'CZK', 'not_a_decimal'],
    ['1e3', 'CZK', 'not_a_decimal'],
    ['.5', 'CZK', 'not_a_decimal'],
    ['1.', 'CZK', 'not_a_decimal'],
    ['', 'CZK', 'not_a_decimal'],
    ['NaN', 'CZK', 'not_a_decimal'],
  ])('%s %s is refused as %s', (text, code, fault) => {
    expect(() => parseAmount(text, code)).toThrow(expect.objectContaining({ fault }));
  });
});
