import { mongo, type Model } from 'mongoose';
import { connectionOptions, QUERY_LIMITS } from './connection.js';
import { inTime } from './in-time.js';

interface Look<T> {
  readonly filter: mongo.Filter<T>;
  readonly projection: Readonly<Record<string, 0 | 1>>;
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  /** Documents; all of them have to fit into one answer, which holds 16 MB. */
  readonly limit: number;
}

/**
 * What a look finds, in one answer and without a cursor. By the command itself: the driver's `find` (mongodb 7) makes a
 * list of every document's fields before it reads the document, which is half of the CPU time that a page takes.
 * @throws MongoServerError; MongoNetworkError when it was met twice, as the driver's own reads are tried again once
 */
export async function findInOneAnswer<T extends { _id: string }, Found>(
  { db, collection }: Model<T>,
  look: Look<T>,
): Promise<Found[]> {
  const command = {
    find: collection.collectionName,
    ...look,
    batchSize: look.limit,
    singleBatch: true,
    ...QUERY_LIMITS,
  };
  const { useBigInt64 } = connectionOptions;
  const ask = () => db.db!.command(command, { useBigInt64 });
  const asked = ask().catch((error: unknown) => {
    if (error instanceof mongo.MongoNetworkError) return ask();
    throw error;
  });
  const answer = await inTime(asked);
  return (answer as { cursor: { firstBatch: Found[] } }).cursor.firstBatch;
}
