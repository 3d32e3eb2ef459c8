import { Schema } from 'mongoose';

/** Of which version the documents are. `_id` is the view's name. */
export interface ShapeDocument {
  _id: string;
  version: number;
}

export const shapeSchema = new Schema<ShapeDocument>(
  { _id: String, version: Number },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false },
);
