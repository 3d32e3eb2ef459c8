import { DelegateBackoff, handleWhen, retry, type IRetryBackoffContext } from 'cockatiel';
import { CommandFailure } from '../failure.js';
import { Unavailable } from './unavailable.js';

/** A server that restarts is back within seconds; who waits this long in vain should be told. */
export const GIVE_UP_AFTER_MS = 120_000;
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 3_000;
/** An API that asks for more is asked again all the same: it may know better by then. */
const MAX_ASKED_DELAY_MS = 30_000;

/**
 * Makes the call until it comes through, with growing pauses or those the API asks for.
 * @throws CommandFailure with what was wrong last, once `giveUpAfterMs` have passed without an end to it
 */
export async function persistently<T>(
  url: string,
  call: () => Promise<T>,
  giveUpAfterMs = GIVE_UP_AFTER_MS,
): Promise<T> {
  const startedAt = performance.now();
  const inTime = (error: Error) =>
    error instanceof Unavailable && performance.now() - startedAt < giveUpAfterMs;
  const policy = retry(handleWhen(inTime), {
    maxAttempts: Number.MAX_SAFE_INTEGER,
    backoff: new DelegateBackoff(delayMs),
  });
  try {
    return await policy.execute(call);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    throw new CommandFailure(`${url} did not take it for ${seconds} s: ${error.message}`);
  }
}

/** Grows by a factor of two, with jitter so that several callers do not come back at the same moment. */
function delayMs({ attempt, result }: IRetryBackoffContext<unknown>): number {
  const grown = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS) * (0.5 + Math.random() / 2);
  const error = 'error' in result ? result.error : undefined;
  const asked = error instanceof Unavailable ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(grown, Math.min(asked, MAX_ASKED_DELAY_MS));
}
