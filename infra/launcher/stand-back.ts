import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { waitFor } from './wait.js';

/** Of those without privileges the kernel takes one change in a tenth of a second. */
const TIMEOUT_MS = 5_000;

/**
 * Has a process that was just started stand back when all cores are taken; `niceness` as in nice(1). Where the kernel
 * shares the cores among sessions first (sched(7), autogroup) each of ours has its own, so it is told for that too.
 */
export async function standBack(pid: number, niceness: number): Promise<void> {
  setPriority(pid, niceness);
  await waitFor('its priority', () => setSessionPriority(pid, niceness), TIMEOUT_MS);
}

async function setSessionPriority(pid: number, niceness: number): Promise<void> {
  try {
    await writeFile(`/proc/${pid}/autogroup`, String(niceness));
  } catch (error) {
    // No such kernel, or the process is gone.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
