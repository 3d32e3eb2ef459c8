import { Schema } from 'mongoose';

/** How far this read model has applied a partition. `_id` is the partition. */
export interface PositionDocument {
  _id: number;
  sequence: number;
}

export const positionSchema = new Schema<PositionDocument>(
  { _id: Number, sequence: Number },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false },
);
