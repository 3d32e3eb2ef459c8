import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CommandFailure, EXIT } from '../../failure.js';
import { Fields } from './fields.js';

/**
 * The records of one of the bank's files: Latin-1, `;` between fields, quoted texts, a header; plain or gzip.
 * `read` is called for each and reports what is wrong with it.
 * @throws CommandFailure naming the file, and the line and column of everything that is wrong with it
 */
export async function readRecords(
  path: string,
  columns: readonly string[],
  read: (fields: Fields) => void,
): Promise<void> {
  const faults: string[] = [];
  let header: string[] | undefined;
  const parser = parse({ delimiter: ';', encoding: 'latin1', bom: true, info: true, skip_empty_lines: true });
  const take = async (records: AsyncIterable<{ record: string[]; info: { lines: number } }>) => {
    for await (const { record, info } of records) {
      if (header === undefined) header = headerOf(record, columns, path);
      else if (faults.length < MAX_FAULTS) read(new Fields(header, record, info.lines, faults));
    }
  };
  try {
    const source = createReadStream(path);
    await ((await isGzip(path))
      ? pipeline(source, createGunzip(), parser, take)
      : pipeline(source, parser, take));
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(`${path} cannot be read: ${(error as Error).message}`, EXIT.usage);
  }
  if (header === undefined) throw new CommandFailure(`${path} is empty`, EXIT.usage);
  if (faults.length > 0) {
    throw new CommandFailure(
      `${path} is not usable, nothing was posted:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
      EXIT.usage,
    );
  }
}

/** Who mends a file wants more than the first fault, and not ten thousand. */
const MAX_FAULTS = 20;

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await file.close();
  }
}

function headerOf(record: readonly string[], columns: readonly string[], path: string): string[] {
  const header = record.map((name) => name.toLowerCase());
  const missing = columns.filter((name) => !header.includes(name));
  if (missing.length === 0) return header;
  throw new CommandFailure(
    `${path} line 1: the header has no column ${missing.join(', ')} (wanted: ${columns.join(';')})`,
    EXIT.usage,
  );
}
