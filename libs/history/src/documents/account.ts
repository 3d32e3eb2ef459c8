import { Schema } from 'mongoose';

/**
 * What the reader has to know of an account before it looks for entries. `entries` is the newest entry whose
 * predecessors are all there: it is raised after them, so that a page never skips one that is still being written.
 */
export interface AccountDocument {
  _id: string;
  currency: string;
  entries: number;
}

export const accountSchema = new Schema<AccountDocument>(
  { _id: String, currency: String, entries: Number },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false },
);
