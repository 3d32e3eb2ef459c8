import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from './system.js';

/** A row of the bank's file, as far as the tests look at it. */
export interface Row {
  readonly id: string;
  readonly account: string;
  readonly credit: boolean;
  readonly operation: string;
  readonly amountMinor: bigint;
  readonly symbol: string;
}

const HEADER =
  '"trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"';

/** Reads the sample independently of the import. */
export async function sampleRows(): Promise<Row[]> {
  const file = gunzipSync(await readFile(join(root, 'samples/berka/transactions-1993.asc.gz'))).toString(
    'latin1',
  );
  const [, ...lines] = file.trim().split(/\r?\n/);
  return lines.map((line) => {
    const [id, account, , type, operation, amount, , symbol] = line
      .split(';')
      .map((field) => field.replaceAll('"', ''));
    const amountMinor = BigInt(amount!.replace('.', ''));
    return {
      id: id!,
      account: account!,
      credit: type === 'PRIJEM',
      operation: operation!,
      amountMinor,
      symbol: symbol!.trim(),
    };
  });
}

/** Writes a file of the same format: per account a deposit a day, then a withdrawal of half of it. */
export async function writeBerkaFile(
  firstId: number,
  accounts: readonly number[],
  days: number,
): Promise<string> {
  const lines = [HEADER];
  let id = firstId;
  for (let day = 0; day < days; day++) {
    const date = new Date(Date.UTC(1994, 0, 1 + day)).toISOString().slice(2, 10).replaceAll('-', '');
    for (const account of accounts) {
      const before = day * 500;
      lines.push(`${id++};${account};${date};"PRIJEM";"VKLAD";1000.00;${before + 1_000}.00;"";;`);
      lines.push(`${id++};${account};${date};"VYDAJ";"VYBER";500.00;${before + 500}.00;"";;`);
    }
  }
  const file = join(await mkdtemp(join(tmpdir(), 'trine-e2e-')), 'transactions.asc');
  await writeFile(file, `${lines.join('\n')}\n`, 'latin1');
  return file;
}
