import { ProblemError } from '@trine/contracts';
import { isOutage } from '../mongo/outage.js';

/** @throws ProblemError `unavailable` when the store cannot be asked, any other error as it is */
export async function orUnavailable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw isOutage(error) ? new ProblemError('unavailable', 'The history view cannot be read') : error;
  }
}
