import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Asks a process to stop and kills it, with its children, when it has not by then. Resolves when it is gone. */
export async function stopProcess(pid: number, signal: NodeJS.Signals, timeoutMs: number): Promise<void> {
  send(pid, signal);
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid) && Date.now() < deadline) await sleep(POLL_MS);
  if (!isAlive(pid)) return;
  // Each process we start leads a group of its own.
  send(-pid, 'SIGKILL');
  send(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(POLL_MS);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
