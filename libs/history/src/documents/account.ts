import { Schema } from 'mongoose';
import { fnv1a } from '@trine/contracts';

/** Every how many entries of an account its document is written: an update costs as much as ten inserts. */
export const MARK_EVERY = 64;

/**
 * What the reader has to know of an account before it looks for entries. `mark`, see {@link markOf}: all entries up to
 * it are there, and fewer than {@link MARK_EVERY} past it may be shown.
 */
export interface AccountDocument {
  _id: string;
  currency: string;
  mark: number;
}

export const accountSchema = new Schema<AccountDocument>(
  { _id: String, currency: String, mark: Number },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false },
);

/**
 * The mark of an account whose newest entry is `entry`: 0, or the newest of every {@link MARK_EVERY}th. Which of them
 * differs from account to account, since many that are as busy as each other would otherwise be written all at once.
 */
export function markOf(accountId: string, entry: number): number {
  // Not the bits that its partition is told by: accounts of one partition differ as well.
  const first = (fnv1a(accountId) >>> 16) % MARK_EVERY;
  return Math.max(0, entry - ((entry - first + MARK_EVERY) % MARK_EVERY));
}
