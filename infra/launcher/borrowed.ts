import { once } from 'node:events';
import { serverNames } from '../native/server.js';
import { ownSettings } from './own-settings.js';
import { appNames } from './settings.js';
import { stopAll } from './supervision.js';
import { bringUpSystem } from './system.js';

/**
 * An empty system for the process that started this one over IPC, in the folder of that name. Tells its environment
 * once everything is ready, and stops everything when that process disconnects or ends.
 */
export async function borrowed([name = 'borrowed']: readonly string[]): Promise<void> {
  if (process.send === undefined)
    throw new Error('This command is for `trine bench`, which starts it by itself');
  const over = once(process, 'disconnect');
  // Ctrl-C reaches this process as well as the bench: what runs here must not stay behind it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (process.connected) process.disconnect();
    });
  const settings = await ownSettings(name);
  try {
    await bringUpSystem(settings);
    if (process.connected) process.send(settings.environment);
    await over;
  } finally {
    await stopAll(settings, [...appNames.toReversed(), ...serverNames]);
  }
}
