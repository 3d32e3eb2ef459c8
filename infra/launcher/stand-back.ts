import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { waitFor } from './wait.js';

/** Of those without privileges the kernel takes one such change in a tenth of a second. */
const TIMEOUT_MS = 5_000;

/** What to run in place of a command so that all of its threads have this niceness, see nice(1). */
export function niced(niceness: number, command: string, args: readonly string[]): [string, ...string[]] {
  return niceness === 0 ? [command, ...args] : ['nice', '-n', String(niceness), command, ...args];
}

/**
 * Where the kernel shares the cores among sessions first (sched(7), autogroup), a niceness counts only within its own:
 * then the session of a child that has one has to stand back too.
 */
export async function sessionStandsBack(child: ChildProcess, niceness: number): Promise<void> {
  await waitFor('its priority', () => setSessionNiceness(child, niceness), TIMEOUT_MS);
}

async function setSessionNiceness(child: ChildProcess, niceness: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    await writeFile(`/proc/${child.pid}/autogroup`, String(niceness));
  } catch (error) {
    // No such kernel, or the process is gone.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
