import { ProblemError } from '@trine/contracts';

/** Opaque to callers: where the next page begins, as the number of the newest entry that may be on it. */
export function formatCursor(entry: number): string {
  return Buffer.from(`entry:${entry}`).toString('base64url');
}

/** @throws ProblemError `invalid_request` for a cursor that no page of ours carried */
export function parseCursor(cursor: string): number {
  const match = /^entry:([1-9]\d{0,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const entry = Number(match?.[1] ?? NaN);
  if (!Number.isSafeInteger(entry) || formatCursor(entry) !== cursor) {
    throw invalidQuery('cursor', 'is not a cursor that a page of entries carried');
  }
  return entry;
}

export function invalidQuery(parameter: string, message: string): ProblemError {
  return new ProblemError('invalid_request', `${parameter} ${message}`, [
    { pointer: `/query/${parameter}`, message },
  ]);
}
