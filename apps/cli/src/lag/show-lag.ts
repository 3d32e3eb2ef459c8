import type { TrineApi } from '../api/trine-api.js';
import { Unavailable } from '../api/unavailable.js';
import { CommandFailure } from '../failure.js';
import { lagTable } from './lag-table.js';

/**
 * Prints the table once.
 * @throws CommandFailure when the API does not answer
 */
export async function showLag(api: TrineApi): Promise<void> {
  try {
    console.log(lagTable(await api.views()));
  } catch (error) {
    throw error instanceof Unavailable ? new CommandFailure(doesNotSay(api, error)) : error;
  }
}

export function doesNotSay({ url }: TrineApi, { message }: Unavailable): string {
  return `${url} does not say: ${message}`;
}
