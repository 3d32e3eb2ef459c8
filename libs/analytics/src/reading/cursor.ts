import { ProblemError } from '@trine/contracts';

/** The last row of a page, by the columns that the rows are ordered by, in that order. */
export type RowKey = readonly string[];

/** What a text of a key may be. */
export type KeyPart = (text: string) => boolean;

/** A time as the queries write the beginning of an interval. */
export const isBeginning: KeyPart = (text) =>
  /^\d{4}-\d\d-\d\d \d\d:00:00\.000$/.test(text) && !Number.isNaN(Date.parse(`${text}Z`));
export const isCurrency: KeyPart = (text) => /^[A-Z]{3}$/.test(text);
export const isReason: KeyPart = (text) => /^[a-z_]{1,40}$/.test(text);
export const isText: KeyPart = () => true;

export function formatCursor(key: RowKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Without a cursor the key is before every row: no text is less than an empty one.
 * @throws ProblemError `invalid_request` for a cursor that no page of this list carried
 */
export function parseCursor(cursor: string | undefined, parts: readonly KeyPart[]): RowKey {
  if (cursor === undefined) return parts.map(() => '');
  const key = parse(Buffer.from(cursor, 'base64url').toString());
  if (isKey(key, parts)) return key;
  const message = 'is not a cursor that a page of this list carried';
  throw new ProblemError('invalid_request', `cursor ${message}`, [{ pointer: '/query/cursor', message }]);
}

function isKey(key: unknown, parts: readonly KeyPart[]): key is RowKey {
  if (!Array.isArray(key) || key.length !== parts.length) return false;
  return parts.every((fits, i) => typeof key[i] === 'string' && fits(key[i]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
