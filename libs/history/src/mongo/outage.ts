import { mongo, MongooseError } from 'mongoose';

const DUPLICATE_KEY = 11000;

/** A server that is stopping, stepping down or recovering (the Retryable Reads specification of MongoDB's drivers). */
const RETRYABLE_CODES = [6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];
/** Those, out of time, and no disk left. */
const PASSING_CODES = new Set([...RETRYABLE_CODES, 50, 14031]);
/** How the driver marks what may work when it is tried again. */
const PASSING_LABELS = ['RetryableError', 'RetryableWriteError', 'SystemOverloadedError'];

/** Whether an error says that the server cannot be asked now, rather than that it refuses what it was asked. */
export function isOutage(error: unknown): boolean {
  // The driver wraps its own troubles with a bulk write in an error of the server's kind, which then says nothing.
  if (error instanceof mongo.MongoServerError && codesOf(error).length > 0) {
    const passes = codesOf(error).some((code) => PASSING_CODES.has(code));
    return passes || PASSING_LABELS.some((label) => error.hasErrorLabel(label));
  }
  return error instanceof mongo.MongoError || error instanceof MongooseError;
}

/** Whether a read that met the error may well be answered when it is asked again right away. */
export function mayWorkAtOnce(error: unknown): boolean {
  if (error instanceof mongo.MongoServerError)
    return codesOf(error).some((code) => RETRYABLE_CODES.includes(code));
  return error instanceof mongo.MongoNetworkError;
}

/** Whether writes met only what is there already. */
export function isDuplicate(error: unknown): boolean {
  if (!(error instanceof mongo.MongoServerError)) return false;
  if (error instanceof mongo.MongoBulkWriteError && error.result.getWriteConcernError() !== undefined)
    return false;
  const said = codesOf(error);
  return said.length > 0 && said.every((code) => code === DUPLICATE_KEY);
}

/** What the server says of each write that failed, or of the statement. */
function codesOf(error: mongo.MongoServerError): number[] {
  const faults = error instanceof mongo.MongoBulkWriteError ? [error.writeErrors].flat() : [];
  if (faults.length > 0) return faults.map(({ code }) => code);
  return error.code === undefined ? [] : [Number(error.code)];
}
