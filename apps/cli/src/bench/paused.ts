import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PROJECTORS = ['balances-projector', 'history-projector', 'analytics-projector'];

/** Stops the projectors in the middle of whatever they do while `work` is done. */
export async function paused<T>(runDir: string, work: () => Promise<T>): Promise<T> {
  const files = PROJECTORS.map((name) => readFile(join(runDir, `${name}.pid`), 'utf8'));
  const pids = (await Promise.all(files)).map(Number);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}
