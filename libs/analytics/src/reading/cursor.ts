import { ProblemError } from '@trine/contracts';

/** The last row of a page, by what the rows are ordered by. */
export type RowKey = readonly [group: string, currency: string];

/** Before every row: no group and no currency is less than an empty text. */
export const BEFORE_ALL: RowKey = ['', ''];

export function formatCursor(key: RowKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws ProblemError `invalid_request` for a cursor that no page of ours carried */
export function parseCursor(cursor: string, isGroup: (group: string) => boolean): RowKey {
  const key = parse(Buffer.from(cursor, 'base64url').toString());
  if (Array.isArray(key) && key.length === 2) {
    const [group, currency] = key as unknown[];
    const known = typeof group === 'string' && isGroup(group) && typeof currency === 'string';
    if (known && /^[A-Z]{3}$/.test(currency)) return [group, currency];
  }
  const message = 'is not a cursor that a page of this list carried';
  throw new ProblemError('invalid_request', `cursor ${message}`, [{ pointer: '/query/cursor', message }]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
