import type { Model, mongo } from 'mongoose';
import { inTime } from './in-time.js';
import { isDuplicate } from './outage.js';

/** A write is acknowledged only when it would survive the server's power being cut. */
export const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const;

/** Two projectors may create one transfer, each of a leg, at the same moment; the loser finds it when it tries again. */
const MAX_UPSERT_TRIES = 5;
/** So that a statement takes a fraction of the time that the server has for its answer. */
const MAX_INSERTS = 5_000;
const MAX_UPDATES = 1_000;

/** What an `_id` is to become, whether it is there or not. */
export interface Upsert<T extends { _id: string }> {
  readonly _id: T['_id'];
  readonly update: mongo.UpdateFilter<T>;
}

/** Inserts what is not there yet. A document of the same `_id` is the same document: repeats are expected. */
export async function insertNew<T extends { _id: string }>(model: Model<T>, documents: T[]): Promise<void> {
  for (let from = 0; from < documents.length; from += MAX_INSERTS) {
    const some = documents.slice(from, from + MAX_INSERTS) as mongo.OptionalUnlessRequiredId<T>[];
    try {
      await inTime(driverCollection(model).insertMany(some, { ...DURABLE, ordered: false }));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
}

/** Applies updates in any order, creating what is not there. */
export async function upsertAll<T extends { _id: string }>(
  model: Model<T>,
  upserts: readonly Upsert<T>[],
): Promise<void> {
  const operations = upserts.map(
    ({ _id, update }) =>
      ({ updateOne: { filter: { _id }, update, upsert: true } }) as mongo.AnyBulkWriteOperation<T>,
  );
  for (let from = 0; from < operations.length; from += MAX_UPDATES)
    await upsertSome(model, operations.slice(from, from + MAX_UPDATES));
}

async function upsertSome<T extends { _id: string }>(
  model: Model<T>,
  operations: mongo.AnyBulkWriteOperation<T>[],
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await inTime(driverCollection(model).bulkWrite(operations, { ...DURABLE, ordered: false }));
      return;
    } catch (error) {
      if (!isDuplicate(error) || tries === MAX_UPSERT_TRIES) throw error;
    }
  }
}

/** The driver itself, for what is made here: there is nothing for mongoose to cast. */
export function driverCollection<T extends { _id: string }>(model: Model<T>): mongo.Collection<T> {
  return model.collection as unknown as mongo.Collection<T>;
}
