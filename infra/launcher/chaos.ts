import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { serverNames } from '../native/server.js';
import { ownSettings } from './own-settings.js';
import { appNames, ROOT, type Settings } from './settings.js';
import { stopAll } from './supervision.js';
import { bringUpSystem } from './system.js';

/**
 * `npm run chaos [-- --minutes 5] [--seed 42]`: failures without end under load, on a system of its own in
 * `.data/chaos`. Its data stays for whoever wants to know what happened.
 */
export async function chaos(args: readonly string[]): Promise<void> {
  const settings = await ownSettings('chaos');
  try {
    await bringUpSystem(settings);
    if (!(await runChaos(settings, args))) process.exitCode = 1;
  } finally {
    await stopAll(settings, [...appNames.toReversed(), ...serverNames]);
  }
}

/** @returns whether everything was as it was answered, and everything healed by itself */
export async function runChaos({ environment }: Settings, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [join(ROOT, 'apps/e2e/dist/chaos/main.js'), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
    // In a group of its own: Ctrl-C comes to us alone, and we hand it on once.
    detached: true,
  });
  const stop = () => void child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code === 0;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}
