import { Schema } from 'mongoose';

/** Every how many entries of an account its document is written: an update costs as much as ten inserts. */
export const MARK_EVERY = 64;

/**
 * What the reader has to know of an account before it looks for entries. `mark` is a multiple of {@link MARK_EVERY}: all
 * entries up to it are there, and fewer than {@link MARK_EVERY} past it may be shown.
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

/** The mark of an account whose newest entry is `entry`. */
export function markOf(entry: number): number {
  return entry - (entry % MARK_EVERY);
}
