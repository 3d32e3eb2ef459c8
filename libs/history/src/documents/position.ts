import type { ParkedEvent } from '@trine/event-bus';
import { Schema } from 'mongoose';

/** How far this read model has applied a partition. `_id` is the partition. */
export interface PositionDocument {
  _id: number;
  sequence: number;
  /** What is parked of the partition, by sequence; in this document so that it changes in one step with the position. */
  parked?: Record<string, ParkedEvent>;
}

export const positionSchema = new Schema<PositionDocument>(
  { _id: Number, sequence: Number, parked: Schema.Types.Mixed },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false },
);
