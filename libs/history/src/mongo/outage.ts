import { mongo, MongooseError } from 'mongoose';

/** The server's own word for an operation that ran out of time. */
const MAX_TIME_EXPIRED = 50;
/** How the driver marks what may work when it is tried again. */
const PASSING_LABELS = ['RetryableError', 'RetryableWriteError', 'SystemOverloadedError'];

/** Whether an error says that the server cannot be asked now, rather than that it refuses what it was asked. */
export function isOutage(error: unknown): boolean {
  if (error instanceof mongo.MongoServerError) {
    return error.code === MAX_TIME_EXPIRED || PASSING_LABELS.some((label) => error.hasErrorLabel(label));
  }
  return error instanceof mongo.MongoError || error instanceof MongooseError;
}
