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
        const late = `${what} was not ready after ${timeoutMs / 1_000} s: ${reason}`;
        throw new Error(hint === '' ? late : `${late}\n${hint}`, { cause: error });
      }
      await sleep(POLL_MS);
    }
  }
}
