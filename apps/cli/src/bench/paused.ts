import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ViewName } from './scenario.js';

/** Stops those projectors in the middle of whatever they do while `work` is done. */
export async function paused<T>(
  runDir: string,
  views: readonly ViewName[],
  work: () => Promise<T>,
): Promise<T> {
  const files = views.map((view) => readFile(join(runDir, `${view}-projector.pid`), 'utf8'));
  const pids = (await Promise.all(files)).map(Number);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}
