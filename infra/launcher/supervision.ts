import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessSpec } from '../native/server.js';
import { livePid, removePid } from './pid-file.js';
import { writePlan } from './plan.js';
import type { Settings } from './settings.js';
import { stopProcess } from './stop-process.js';

/** The supervisor needs this long at most to stop everything in order. */
const STOP_TIMEOUT_MS = 60_000;

/** Has the supervisor keep these running, starting it if need be. What runs already is left alone. */
export async function supervise(settings: Settings, processes: readonly ProcessSpec[]): Promise<void> {
  const { runDir, logDir } = settings;
  const plan = join(runDir, 'plan.json');
  const pid = await livePid(runDir, 'supervisor');
  // A supervisor that was killed leaves its children behind: they hold the ports and the data.
  if (pid === undefined)
    await stopAll(
      settings,
      processes.map(({ name }) => name),
    );
  await writePlan(plan, { runDir, logDir, processes });
  if (pid !== undefined) {
    process.kill(pid, 'SIGHUP');
    return;
  }
  await mkdir(logDir, { recursive: true });
  const log = openSync(join(logDir, 'supervisor.log'), 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'supervisor-main.js'), plan], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
}

/** Stops everything, also what a killed supervisor left behind. Tells what it stopped. */
export async function stopAll({ runDir }: Settings, names: readonly string[]): Promise<string[]> {
  const stopped: string[] = [];
  for (const name of ['supervisor', ...names]) {
    const pid = await livePid(runDir, name);
    if (pid !== undefined) {
      await stopProcess(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM', STOP_TIMEOUT_MS);
      stopped.push(name);
    }
    await removePid(runDir, name);
  }
  return stopped;
}
