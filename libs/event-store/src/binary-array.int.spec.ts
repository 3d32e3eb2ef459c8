import fc from 'fast-check';
import pg from 'pg';
import { bools, bytes, int2s, int4s, int8s, texts, timestamps } from './binary-array.js';

const int = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });

describe('an array in the binary format', () => {
  const client = new pg.Client(process.env['TRINE_POSTGRES_URL']);
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  it.each<[string, fc.Arbitrary<unknown>, (values: never[]) => Buffer, (text: string) => unknown]>([
    ['text', fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')), texts, (text) => text],
    [
      'bytea',
      fc.uint8Array().map((each) => Buffer.from(each)),
      bytes,
      (text) => Buffer.from(text.slice(2), 'hex'),
    ],
    ['boolean', fc.boolean(), bools, (text) => text === 'true'],
    ['smallint', int(16), int2s, Number],
    ['int', int(32), int4s, Number],
    ['bigint', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), int8s, BigInt],
    [
      'timestamptz',
      fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2300-01-01') }).map(Number),
      timestamps,
      (text) => Date.parse(text),
    ],
  ])('of %s is what PostgreSQL reads, nulls and all', async (type, value, encode, read) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(value), { maxLength: 20 }), async (values) => {
        const { rows } = await client.query<{ values: (string | null)[] }>(
          `SELECT coalesce(array_agg(v::text ORDER BY nth), '{}') AS values
           FROM unnest($1::${type}[]) WITH ORDINALITY v (v, nth)`,
          [encode(values as never[])],
        );
        const seen = rows[0]!.values.map((text) => (text === null ? null : read(text)));
        expect(seen).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });
});
