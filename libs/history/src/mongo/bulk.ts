import { mongo, type Model } from 'mongoose';

/** A write is acknowledged only when it would survive the server's power being cut. */
export const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const;

const DUPLICATE_KEY = 11000;

/** Two projectors may create one transfer, each of a leg, at the same moment. */
const MAX_UPSERT_TRIES = 5;
/** MongoDB's advice, for transactions that are over soon. */
const MAX_IN_TRANSACTION = 1_000;

/** What an `_id` is to become, whether it is there or not. */
export interface Upsert<T extends { _id: string | number }> {
  readonly _id: T['_id'];
  readonly update: mongo.UpdateFilter<T>;
}

/** Inserts what is not there yet. A document of the same `_id` is the same document: repeats are expected. */
export async function insertNew<T extends { _id: string }>(model: Model<T>, documents: T[]): Promise<void> {
  if (documents.length === 0) return;
  try {
    const insertable = documents as mongo.OptionalUnlessRequiredId<T>[];
    await driverCollection(model).insertMany(insertable, { ...DURABLE, ordered: false });
  } catch (error) {
    expectDuplicates(error);
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
    await unlessTaken(() => updateEach(model, updates));
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
  const operations = updates.map((updateOne) => ({ updateOne }));
  const session = await model.db.startSession();
  try {
    session.startTransaction(DURABLE);
    const { matchedCount } = await driverCollection(model).bulkWrite(operations, { session });
    // Not withTransaction(): what is to be tried again, and how long, is for whoever brings the events.
    await session.commitTransaction();
    return matchedCount;
  } finally {
    // Takes back what was not committed.
    await session.endSession();
  }
}

/** Again when another was first to create a document: it is there then. */
async function unlessTaken(upsert: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await upsert();
      return;
    } catch (error) {
      expectDuplicates(error);
      if (tries === MAX_UPSERT_TRIES) throw error;
    }
  }
}

/** Bulk writes go to the driver as they are: they are made here, so there is nothing for mongoose to cast. */
function driverCollection<T extends { _id: string | number }>(model: Model<T>): mongo.Collection<T> {
  return model.collection as unknown as mongo.Collection<T>;
}

/** Throws the error itself when a bulk write met anything but duplicates. */
function expectDuplicates(error: unknown): void {
  if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
  const faults = [error.writeErrors].flat();
  const otherwise = faults.length === 0 || faults.some(({ code }) => code !== DUPLICATE_KEY);
  if (otherwise || error.result.getWriteConcernError() !== undefined) throw error;
}
