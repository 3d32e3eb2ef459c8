import { AmountError, parseAmount } from '@trine/contracts';

/** The bank's only currency. */
export const CURRENCY = 'CZK';

/** One record by column name; what is wrong with a field is added to `faults` with its line and column. */
export class Fields {
  constructor(
    private readonly header: readonly string[],
    private readonly record: readonly string[],
    readonly line: number,
    private readonly faults: string[],
  ) {}

  text(column: string): string {
    return this.record[this.header.indexOf(column)]?.trim() ?? '';
  }

  /** A number that stands for a thing: digits, kept as text. */
  id(column: string): string {
    const text = this.text(column);
    if (!/^\d{1,18}$/.test(text)) this.fault(column, `"${text}" is no number`);
    return text;
  }

  /** One of a table's keys → its value. */
  oneOf<T>(column: string, table: Readonly<Record<string, T>>): T {
    const text = this.text(column);
    if (!Object.hasOwn(table, text)) {
      const known = Object.keys(table).filter((key) => key !== '');
      this.fault(column, `"${text}" is none of ${known.join(', ')}`);
    }
    return table[text]!;
  }

  /** Minor units. */
  amount(column: string): bigint {
    try {
      return parseAmount(this.text(column), CURRENCY);
    } catch (error) {
      if (!(error instanceof AmountError)) throw error;
      this.fault(column, `"${this.text(column)}" ${error.message}`);
      return 0n;
    }
  }

  /** YYMMDD of the 1900s → YYYY-MM-DD. */
  date(column: string): string {
    const text = this.text(column);
    const [, year, month, day] = /^(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
    const date = `19${year}-${month}-${day}`;
    const exists = new Date(`${date}T00:00:00.000Z`).toJSON()?.startsWith(date) ?? false;
    if (!exists) this.fault(column, `"${text}" is no date (YYMMDD)`);
    return date;
  }

  fault(column: string, message: string): void {
    this.faults.push(`line ${this.line}, column ${this.header.indexOf(column) + 1} (${column}): ${message}`);
  }
}
