import { Backoff } from '@trine/platform';
import type { Model, mongo } from 'mongoose';
import { isClash, isDuplicate } from './outage.js';

/** A write is acknowledged only when it would survive the server's power being cut. */
export const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const;

/** Two projectors, or two rounds of one, may write one transfer at the same moment, each of its own legs. */
const MAX_TRIES = 5;
const BACKOFF = { firstMs: 10, maxMs: 200 };
/** So that a statement takes a fraction of the time that the server has for its answer. */
const MAX_IN_STATEMENT = 5_000;
/** MongoDB's advice, for transactions that are over soon. */
const MAX_IN_TRANSACTION = 1_000;

/** What an `_id` is to become, whether it is there or not. */
export interface Upsert<T extends { _id: string | number }> {
  readonly _id: T['_id'];
  readonly update: mongo.UpdateFilter<T>;
}

/** Inserts what is not there yet. A document of the same `_id` is the same document: repeats are expected. */
export async function insertNew<T extends { _id: string }>(model: Model<T>, documents: T[]): Promise<void> {
  for (let from = 0; from < documents.length; from += MAX_IN_STATEMENT) {
    const some = documents.slice(from, from + MAX_IN_STATEMENT) as mongo.OptionalUnlessRequiredId<T>[];
    try {
      await driverCollection(model).insertMany(some, { ...DURABLE, ordered: false });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
}

/** Applies updates in any order, creating what is not there. */
export async function upsertAll<T extends { _id: string | number }>(
  model: Model<T>,
  upserts: readonly Upsert<T>[],
): Promise<void> {
  for (let from = 0; from < upserts.length; from += MAX_IN_TRANSACTION) {
    const updates = upserts
      .slice(from, from + MAX_IN_TRANSACTION)
      .map(({ _id, update }) => ({ filter: { _id } as mongo.Filter<T>, update, upsert: true }));
    await updateEach(model, updates);
  }
}

/**
 * Applies updates in order, each to at most one document; resolves with how many found theirs. In one transaction,
 * because each would otherwise be made durable by itself.
 */
export async function updateEach<T extends { _id: string | number }>(
  model: Model<T>,
  updates: readonly mongo.UpdateOneModel<T>[],
): Promise<number> {
  const backoff = new Backoff(BACKOFF);
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(model, updates);
    } catch (error) {
      if (!isClash(error) || tries === MAX_TRIES) throw error;
      await backoff.wait();
    }
  }
}

/** Not the driver's withTransaction(): that goes on for two minutes, also while there is no server. */
async function inTransaction<T extends { _id: string | number }>(
  model: Model<T>,
  updates: readonly mongo.UpdateOneModel<T>[],
): Promise<number> {
  const operations = updates.map((updateOne) => ({ updateOne }));
  const session = await model.db.startSession();
  try {
    session.startTransaction(DURABLE);
    const { matchedCount } = await driverCollection(model).bulkWrite(operations, { session });
    await session.commitTransaction();
    return matchedCount;
  } finally {
    // Takes back what was not committed.
    await session.endSession();
  }
}

/** The driver itself, for what is made here or read as it is: there is nothing for mongoose to cast. */
export function driverCollection<T extends { _id: string | number }>(model: Model<T>): mongo.Collection<T> {
  return model.collection as unknown as mongo.Collection<T>;
}
