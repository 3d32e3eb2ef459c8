import { mongo, MongooseError } from 'mongoose';
import { ProblemError } from '@trine/contracts';

/** The server's own word for a query that ran out of time. */
const MAX_TIME_EXPIRED = 50;

/** @throws ProblemError `unavailable` when the store cannot be asked, any other error as it is */
export async function orUnavailable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw isOutage(error) ? new ProblemError('unavailable', 'The history view cannot be read') : error;
  }
}

function isOutage(error: unknown): boolean {
  if (error instanceof mongo.MongoServerError) {
    return error.code === MAX_TIME_EXPIRED || error.hasErrorLabel('RetryableError');
  }
  return error instanceof mongo.MongoError || error instanceof MongooseError;
}
