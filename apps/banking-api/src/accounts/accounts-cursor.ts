import { ID_PATTERN } from '@trine/contracts';
import { invalid } from '../http/query.js';

const pattern = new RegExp(`^account:${ID_PATTERN.slice(1)}`);

/** Opaque to callers: the last id of the page. */
export function formatAccountsCursor(lastId: string): string {
  return Buffer.from(`account:${lastId}`).toString('base64url');
}

/** @throws ProblemError `invalid_request` for a cursor that no page of ours carried */
export function parseAccountsCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const lastId = text.slice('account:'.length);
  if (pattern.test(text) && formatAccountsCursor(lastId) === cursor) return lastId;
  throw invalid('/query/cursor', 'is not a cursor that a page of accounts carried');
}
