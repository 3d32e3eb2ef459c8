import { Schema } from 'mongoose';

/** Which transfer (`_id`) takes which back. Apart from the transfers, so that theirs need no second index. */
export interface ReversalDocument {
  _id: string;
  reverses: string;
}

export const reversalSchema = new Schema<ReversalDocument>(
  { _id: String, reverses: String },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false },
).index({ reverses: 1 });
