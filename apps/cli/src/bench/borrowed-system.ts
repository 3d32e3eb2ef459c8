import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CommandFailure } from '../failure.js';

const ROOT = join(import.meta.dirname, '../../../..');
const LAUNCHER = join(ROOT, 'infra/dist/launcher/main.js');
const READY_TIMEOUT_MS = 180_000;

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
  const environment = await ready(child);
  const gone = once(child, 'exit');
  return {
    environment,
    startSeconds: (performance.now() - startedAt) / 1_000,
    stop: async () => {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

async function ready(child: ChildProcess): Promise<Record<string, string>> {
  const timeout = AbortSignal.timeout(READY_TIMEOUT_MS);
  const told = once(child, 'message', { signal: timeout });
  const ended = once(child, 'exit', { signal: timeout }).then(() => {
    throw new CommandFailure('The system for the bench did not come up; `npm start` would tell why');
  });
  const [environment] = (await Promise.race([told, ended])) as [Record<string, string>];
  ended.catch(() => undefined);
  return environment;
}
