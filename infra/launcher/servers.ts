import { localSettings } from './settings.js';
import { bringUpServers } from './system.js';

/** The servers alone, and the environment that leads to them. */
export async function servers(): Promise<void> {
  const settings = localSettings();
  await bringUpServers(settings);
  for (const [name, value] of Object.entries(settings.environment)) console.log(`${name}=${value}`);
}
