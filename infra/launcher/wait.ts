import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/** Tries a probe until it passes; says what was wrong last when time is up. */
export async function waitFor(
  what: string,
  probe: () => Promise<void>,
  timeoutMs: number,
  hint = '',
  onWait: (reason: string) => void = () => undefined,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onWait(reason);
      if (Date.now() > deadline) {
        throw new Error(
          `${what} was not ready after ${timeoutMs / 1_000} s: ${reason}${hint && `\n${hint}`}`,
        );
      }
      await sleep(POLL_MS);
    }
  }
}
