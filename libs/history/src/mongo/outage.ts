import { mongo, MongooseError } from 'mongoose';

/** The server's own words: out of time, shutting down, stepping down, no disk left. */
const PASSING_CODES = new Set<unknown>([50, 91, 189, 11600, 11602, 14031]);
/** How the driver marks what may work when it is tried again. */
const PASSING_LABELS = [
  'RetryableError',
  'RetryableWriteError',
  'SystemOverloadedError',
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
];

/** Whether an error says that the server cannot be asked now, rather than that it refuses what it was asked. */
export function isOutage(error: unknown): boolean {
  if (error instanceof mongo.MongoServerError) {
    return PASSING_CODES.has(error.code) || PASSING_LABELS.some((label) => error.hasErrorLabel(label));
  }
  return error instanceof mongo.MongoError || error instanceof MongooseError;
}
