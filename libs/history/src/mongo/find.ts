import type { Model, mongo } from 'mongoose';
import { QUERY_LIMITS } from './connection.js';
import { inTime } from './in-time.js';
import { mayWorkAtOnce } from './outage.js';

interface Look<T> {
  readonly filter: mongo.Filter<T>;
  readonly projection: Readonly<Record<string, 0 | 1>>;
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  /** Documents, at least 1; all of them have to fit into one answer, which holds 16 MB. */
  readonly limit: number;
}

/**
 * What a look finds, in one answer and without a cursor. By the command itself: the driver's `find` (mongodb 7) makes a
 * list of every document's fields before it reads the document, which is half of the CPU time that a page takes.
 * @throws MongoError, as the driver's `find` does
 */
export async function findInOneAnswer<T extends { _id: string }, Found>(
  { db, collection }: Model<T>,
  look: Look<T>,
): Promise<Found[]> {
  const server = db.db!;
  const { bsonOptions, readPreference, readConcern } = server;
  const command = {
    find: collection.collectionName,
    ...look,
    // Without it a first answer holds 101 documents, and there is no second.
    batchSize: look.limit,
    singleBatch: true,
    ...QUERY_LIMITS,
    ...(readConcern && { readConcern: readConcern.toJSON() }),
  };
  const options = { ...bsonOptions, ...(readPreference && { readPreference }) };
  const answer = await inTime(askTwice(() => server.command(command, options)));
  return (answer as { cursor: { firstBatch: Found[] } }).cursor.firstBatch;
}

/** As the driver does for its own reads: a command it does not repeat. */
export async function askTwice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (mayWorkAtOnce(error)) return ask();
    throw error;
  }
}
