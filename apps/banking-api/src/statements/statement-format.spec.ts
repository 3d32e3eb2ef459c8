import { validatorOf, StatementResponse, type EntryResponse } from '@trine/contracts';
import { text } from 'node:stream/consumers';
import { statement, statementCsvExample } from '../openapi/examples/accounts.js';
import { statementFormat } from './statement-format.js';
import type { StreamedStatement } from './streamed-statement.js';

const JSON_TYPE = 'application/json';
const CSV_TYPE = 'text/csv';
const [entry] = statement.entries as [EntryResponse];

/** A statement of so many entries, which says how many of them were read. */
function streamed(count: number, change: (i: number) => Partial<EntryResponse> = () => ({})) {
  const read = { entries: 0, ended: false };
  async function* entries(): AsyncGenerator<EntryResponse> {
    try {
      for (let i = 1; i <= count; i++) {
        read.entries = i;
        yield { ...entry, id: `acc_1:${i}`, entry: i, ...change(i) };
      }
    } finally {
      read.ended = true;
    }
  }
  return { read, statement: { ...statement, entries: entries() } as StreamedStatement };
}

describe('what a statement is written as', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['text/csv', CSV_TYPE],
    ['text/*', CSV_TYPE],
    ['application/json;q=0.5, text/csv', CSV_TYPE],
    ['text/html, text/csv;q=0.9, */*;q=0.1', CSV_TYPE],
    ['image/png', JSON_TYPE],
    [';;,', JSON_TYPE],
  ])('for Accept: %s is %s', (accept, mediaType) => {
    expect(statementFormat(accept).contentType).toMatch(new RegExp(`^${mediaType};`));
  });
});

describe('a statement as JSON', () => {
  it('is what its schema says, however long', async () => {
    const long = streamed(1_000);
    const written = JSON.parse(
      await text(statementFormat(JSON_TYPE).write(long.statement)),
    ) as StatementResponse;
    expect(validatorOf(StatementResponse).check(written)).toBe(true);
    expect(written.entries.map(({ entry }) => entry)).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 1));
    expect({ ...written, entries: statement.entries }).toEqual(statement);
  });

  it('of an empty month has no entries', async () => {
    const written: unknown = JSON.parse(await text(statementFormat(JSON_TYPE).write(streamed(0).statement)));
    expect(written).toEqual({ ...statement, entries: [] });
  });
});

const csvOf = (of: StreamedStatement) => text(statementFormat(CSV_TYPE).write(of));
const cellsOf = async (change: Partial<EntryResponse>) =>
  (await csvOf(streamed(1, () => change).statement)).split('\r\n')[2]!;

describe('a statement as CSV', () => {
  it('has a header, the opening, the entries and the closing', async () => {
    expect(await csvOf(streamed(1).statement)).toBe(statementCsvExample);
  });

  it('keeps any text in its cell', async () => {
    const line = await cellsOf({ reference: 'a "b", c', metadata: { k: 'v' } });
    expect(line).toContain(',"a ""b"", c",,"{""k"":""v""}"');
    expect(await csvOf(streamed(1, () => ({ description: 'two\nlines' })).statement)).toContain(
      '"two\nlines"',
    );
  });

  it.each(['=1+1', '+1', '-1', '@A1', '\tx', '\rx'])('does not let %j be a formula', async (evil) => {
    for (const field of ['reference', 'description', 'category', 'counterparty', 'transferId'])
      expect(await csvOf(streamed(1, () => ({ [field]: evil })).statement)).toContain(`'${evil}`);
  });

  it('keeps a negative balance a number', async () => {
    expect(await cellsOf({ direction: 'debit', amount: '170.00' })).toContain(',170.00,CZK,-170.00,');
  });
});

describe.each([JSON_TYPE, CSV_TYPE])('a statement as %s', (accept) => {
  const { write } = statementFormat(accept);

  it('is read only as fast as it is taken', async () => {
    const { read, statement } = streamed(100_000);
    const stream = write(statement);
    await new Promise((resolve) => stream.once('readable', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(read.entries).toBeLessThan(1_000);
    stream.destroy();
  });

  it('lets go of its entries when nobody takes it any more', async () => {
    const { read, statement } = streamed(100_000);
    const stream = write(statement);
    await new Promise((resolve) => stream.once('readable', resolve));
    stream.destroy();
    while (!read.ended) await new Promise((resolve) => setImmediate(resolve));
    expect(read.entries).toBeLessThan(1_000);
  });

  it('fails as a whole when its entries do', async () => {
    const failing = streamed(10_000, (i) => {
      if (i === 5_000) throw new Error('the store went away');
      return {};
    });
    await expect(text(write(failing.statement))).rejects.toThrow('the store went away');
  });
});
