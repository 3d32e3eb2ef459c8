import { formatAmount, parseAmount } from '@trine/contracts';
import { stringify, type CastingContext } from 'csv-stringify';
import { pipeline, Readable } from 'node:stream';
import type { StreamedStatement } from './streamed-statement.js';

/** Columns in order, with what they say. Cells that say nothing are empty. */
export const statementColumns = {
  kind: 'opening (first row), entry, or closing (last row)',
  occurredAt: 'when it happened; of opening and closing the beginning and the end of the month',
  recordedAt: 'when the ledger recorded it',
  entry: 'number of the entry on the account',
  transferId: 'transfer that it belongs to',
  direction: 'debit or credit',
  amount: 'always positive',
  currency: 'of the account',
  balance: 'after this row, in the order of the rows',
  counterparty: 'the other account',
  reverses: 'transfer that it takes back',
  holdId: 'hold that it captured',
  category: 'as given',
  reference: 'as given',
  description: 'as given',
  metadata: 'as given, as a JSON object',
} as const;

type Column = keyof typeof statementColumns;
/** By column; what has no column is not written. */
type Row = Readonly<Record<string, string>>;

/** A negative balance is a number, which a spreadsheet has to be able to add up. */
const numbers = new Set<string | number | undefined>(['amount', 'balance'] satisfies Column[]);

/**
 * The statement as CSV (RFC 4180) with a header row. Texts that a spreadsheet would take for a formula get a `'` in
 * front. Reads on only as fast as it is read; an error of the entries is an error of the stream.
 */
export function statementCsv(statement: StreamedStatement): Readable {
  const csv = stringify({
    header: true,
    columns: Object.keys(statementColumns),
    record_delimiter: 'windows',
    // It quotes what contains its own line end, CR LF; many readers end a line at either.
    quoted_match: /[\r\n]/,
    escape_formulas: true,
    cast: { string: cell },
  });
  return pipeline(Readable.from(rowsOf(statement)), csv, () => undefined);
}

function cell(value: string, { column }: CastingContext) {
  return value.startsWith('-') && numbers.has(column) ? { value, escape_formulas: false } : value;
}

async function* rowsOf({ entries, ...head }: StreamedStatement): AsyncGenerator<Row> {
  const { currency, opening, closing, from, to } = head;
  let balance = parseAmount(opening, currency);
  yield { kind: 'opening', occurredAt: from, currency, balance: opening };
  for await (const { entry, metadata, ...cells } of entries) {
    const amount = parseAmount(cells.amount, currency);
    balance += cells.direction === 'debit' ? -amount : amount;
    yield {
      kind: 'entry',
      ...cells,
      entry: String(entry),
      balance: formatAmount(balance, currency),
      ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
    };
  }
  yield { kind: 'closing', occurredAt: to, currency, balance: closing };
}
