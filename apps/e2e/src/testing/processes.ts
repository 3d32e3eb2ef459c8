import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, pidOf, runDir } from './system.js';

/** How the supervisor runs a process (infra/launcher/plan.ts). */
export interface PlannedProcess {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Undefined for a server that is not ours to stop: Docker runs it, or somebody else. */
export async function planned(name: string): Promise<PlannedProcess | undefined> {
  const plan = JSON.parse(await readFile(join(runDir, 'plan.json'), 'utf8')) as {
    processes: PlannedProcess[];
  };
  return plan.processes.find((each) => each.name === name);
}

/** What the supervisor runs under that name. @throws Error when it does not */
export async function plannedProcess(name: string): Promise<PlannedProcess> {
  const found = await planned(name);
  if (found === undefined)
    throw new Error(`${name} does not run under the supervisor (TRINE_SERVERS=native)`);
  return found;
}

/** Kills it as a power cut would, with all of its children; resolves when its supervisor has started it again. */
export async function kill(name: string): Promise<void> {
  await end(name, 'SIGKILL');
}

/** PostgreSQL's immediate stop: no checkpoint, connections are cut, the next start recovers from the WAL. */
export async function stopImmediately(name: string): Promise<void> {
  await end(name, 'SIGQUIT');
}

async function end(name: string, signal: NodeJS.Signals): Promise<void> {
  const pid = await pidOf(name);
  send(pid, signal);
  await eventually(`${name} is started again`, async () => (await pidOf(name)) !== pid);
}

/** Keeps a process from running while `work` is done: whatever the supervisor starts is killed. */
export async function whileDown(name: string, work: () => Promise<void>): Promise<void> {
  let done = false;
  const working = (async () => {
    // Not before it is gone: the work may be on its files.
    await endAndWait(name);
    await work();
  })().finally(() => (done = true));
  // Told below, when what was started last is gone.
  working.catch(() => undefined);
  while (!done) {
    await endAndWait(name);
    await sleep(10);
  }
  // It may have begun before the work was complete.
  await endAndWait(name);
  await working;
}

async function endAndWait(name: string): Promise<void> {
  const pid = await pidOf(name).catch(() => 0);
  if (pid === 0) return;
  send(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(5);
}

/** Stops a process in the middle of whatever it does while `work` is done; then it goes on as if nothing had been. */
export async function whileFrozen(name: string, work: () => Promise<void>): Promise<void> {
  const pid = await pidOf(name);
  send(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    send(pid, 'SIGCONT');
  }
}

/** Every process of ours leads a group of its own. */
function send(pid: number, signal: NodeJS.Signals): void {
  // A server's own order of stopping is for its head alone; the others are for all of it.
  const target = signal === 'SIGQUIT' ? pid : -pid;
  try {
    process.kill(target, signal);
  } catch {
    // It is gone already.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Another payments process beside the system's own, on the same event store. */
export interface OtherPayments {
  readonly url: string;
  /** Sends it a signal. */
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** `nodeArgs` go to Node.js. Resolves when it is ready. */
export async function startPayments(nodeArgs: readonly string[] = []): Promise<OtherPayments> {
  const { command, args, cwd, env } = await plannedProcess('payments');
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const child = spawn(command, [...nodeArgs, ...args], {
    cwd,
    env: { ...process.env, ...env, PORT: String(port), TRINE_RELAY: 'false' },
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await eventually('the other payments process is ready', async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    return (await fetch(`${url}/health/ready`)).ok;
  });
  return {
    url,
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
