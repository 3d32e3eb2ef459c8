import { EARLIEST_OCCURRED_AT, LATEST_OCCURRED_AT } from '@trine/contracts';
import { invalid } from '../http/query.js';

const first = EARLIEST_OCCURRED_AT.slice(0, 7);
const last = LATEST_OCCURRED_AT.slice(0, 7);

/** A month in which something can have occurred. @throws ProblemError `invalid_request` */
export function statementMonth(text: string): string {
  if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text) && text >= first && text <= last) return text;
  throw invalid('/path/month', `must be a month yyyy-mm from ${first} to ${last}`);
}
