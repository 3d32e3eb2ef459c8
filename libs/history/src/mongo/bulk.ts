import { mongo, type Model } from 'mongoose';

/** A write is acknowledged only when it would survive the server's power being cut. */
export const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const;

const DUPLICATE_KEY = 11000;

/** Two partitions may create one transfer at the same moment; the loser finds it there when it tries again. */
const MAX_UPSERT_ROUNDS = 5;

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
    duplicatesIn(error);
  }
}

/** Applies updates in any order, creating what is not there. */
export async function upsertAll<T extends { _id: string | number }>(
  model: Model<T>,
  upserts: readonly Upsert<T>[],
): Promise<void> {
  let open = upserts.map(
    ({ _id, update }) =>
      ({ updateOne: { filter: { _id }, update, upsert: true } }) as mongo.AnyBulkWriteOperation<T>,
  );
  for (let round = 1; open.length > 0; round++) {
    try {
      await driverCollection(model).bulkWrite(open, { ...DURABLE, ordered: false });
      return;
    } catch (error) {
      const lost = duplicatesIn(error);
      if (round === MAX_UPSERT_ROUNDS) throw error;
      const tried = open;
      open = lost.map(({ index }) => tried[index]).filter((operation) => operation !== undefined);
    }
  }
}

/** Applies updates in order, each to at most one document; resolves with how many found theirs. */
export async function updateEach<T extends { _id: string | number }>(
  model: Model<T>,
  updates: readonly mongo.UpdateOneModel<T>[],
): Promise<number> {
  const operations = updates.map((updateOne) => ({ updateOne }));
  const { matchedCount } = await driverCollection(model).bulkWrite(operations, DURABLE);
  return matchedCount;
}

/** Bulk writes go to the driver as they are: they are made here, so there is nothing for mongoose to cast. */
function driverCollection<T extends { _id: string | number }>(model: Model<T>): mongo.Collection<T> {
  return model.collection as unknown as mongo.Collection<T>;
}

/** The duplicates that a bulk write met; throws the error itself when anything else went wrong. */
function duplicatesIn(error: unknown): mongo.WriteError[] {
  if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
  const faults = [error.writeErrors].flat();
  const otherwise = faults.length === 0 || faults.some(({ code }) => code !== DUPLICATE_KEY);
  if (otherwise || error.result.getWriteConcernError() !== undefined) throw error;
  return faults;
}
