import type { ParkedEvent } from '@trine/event-bus';
import { Schema } from 'mongoose';

/** The only document of its kind. */
export const POSITIONS = 'positions';

/**
 * How far this read model has applied each partition; one document, so that a round of several partitions is one update.
 * What is parked is in it too, so that it changes in one step with the position.
 */
export interface PositionsDocument {
  _id: string;
  /** By partition. */
  sequences: Record<string, number>;
  /** By partition and sequence. */
  parked?: Record<string, Record<string, ParkedEvent>>;
}

export const positionsSchema = new Schema<PositionsDocument>(
  { _id: String, sequences: Schema.Types.Mixed, parked: Schema.Types.Mixed },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false },
);
