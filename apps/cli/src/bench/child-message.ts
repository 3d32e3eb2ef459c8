import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { CommandFailure } from '../failure.js';

/** A day: a load says itself how long it takes. */
const NO_HURRY_MS = 86_400_000;

/** What a child process tells next. @throws CommandFailure with `ended` when it ends before, or with the time it was given */
export async function nextMessage(
  child: ChildProcess,
  ended: string,
  timeoutMs = NO_HURRY_MS,
): Promise<unknown> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeoutMs);
  const { signal } = over;
  try {
    if (child.exitCode !== null || child.signalCode !== null) throw new CommandFailure(ended);
    const told = once(child, 'message', { signal });
    const gone = once(child, 'exit', { signal }).then(() => {
      throw new CommandFailure(ended);
    });
    const [message] = (await Promise.race([told, gone])) as [unknown];
    return message;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CommandFailure(`${ended}: it said nothing for ${timeoutMs / 1_000} s`);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
