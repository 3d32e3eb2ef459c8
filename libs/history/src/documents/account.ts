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
 * The mark of an account whose newest entry is `entry`: its newest whose number leaves the account's own remainder by
 * {@link MARK_EVERY}, or 0. Many accounts that are as busy as each other would otherwise be written all at once. To
 * change it is to raise the view's version: readers find nothing past the mark after this one.
 */
export function markOf(accountId: string, entry: number): number {
  // The highest bits: the last character reaches no others but the lowest, by which accounts of a partition are alike.
  const first = (fnv1a(accountId) >>> 24) % MARK_EVERY;
  return Math.max(0, entry - ((entry - first + MARK_EVERY) % MARK_EVERY));
}
