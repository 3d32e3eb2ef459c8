import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { nextMessage } from './child-message.js';

const ROOT = join(import.meta.dirname, '../../../..');
/** Of this repository's launcher, by path: a tool may not depend on it. */
export const LAUNCHER = join(ROOT, 'infra/dist/launcher/main.js');
const READY_TIMEOUT_MS = 180_000;
const NOT_READY = 'The system for the bench did not come up; `npm start` would tell why';

/** An empty system beside whatever else runs, for one scenario. */
export interface BorrowedSystem {
  /** TRINE_API_URL, TRINE_PAYMENTS_URL, TRINE_RUN_DIR, and where the stores are. */
  readonly environment: Readonly<Record<string, string>>;
  /** From nothing to ready. */
  readonly startSeconds: number;
  stop(): Promise<void>;
}

/** `env` goes to our apps. @throws CommandFailure when it does not come up */
export async function borrowSystem(env: Readonly<Record<string, string>>): Promise<BorrowedSystem> {
  const startedAt = performance.now();
  const child = fork(LAUNCHER, ['borrowed', 'bench'], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    // Its progress belongs on the terminal, not into what is printed of the results.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const environment = (await nextMessage(child, NOT_READY, READY_TIMEOUT_MS)) as Record<string, string>;
  return {
    environment,
    startSeconds: (performance.now() - startedAt) / 1_000,
    stop: async () => {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
