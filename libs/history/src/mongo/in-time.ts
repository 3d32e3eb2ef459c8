import { mongo } from 'mongoose';

/** Past all that the driver allows itself for a statement and its repetition (connection.ts). */
const LIMIT_MS = 30_000;

/**
 * A statement of any size, with a limit. Without one the driver (mongodb 7) waits for ever when a connection is closed
 * while a large statement is being sent: `drain` of a destroyed socket never comes.
 * @throws MongoNetworkTimeoutError, and as the statement does
 */
export async function inTime<T>(statement: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = () => reject(new mongo.MongoNetworkTimeoutError(`No answer after ${LIMIT_MS} ms`));
    timer = setTimeout(late, LIMIT_MS);
  });
  try {
    return await Promise.race([statement, limit]);
  } finally {
    clearTimeout(timer);
  }
}
