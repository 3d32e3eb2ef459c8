import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { serverNames } from '../native/server.js';
import { freePorts } from './port.js';
import { appNames, ROOT, settingsOf, type Settings } from './settings.js';
import { stopAll } from './supervision.js';

/**
 * Settings of an empty system beside whatever else runs: free ports, and the folder `.data/<name>` emptied of what an
 * earlier run left. On servers that `environment` names in place of own ones: not those of the process, unless that is
 * said, since what happens here is not for anybody's ledger.
 */
export async function ownSettings(name: string, environment: NodeJS.ProcessEnv = {}): Promise<Settings> {
  const names = [...serverNames, ...appNames];
  const dataDir = join(ROOT, '.data', name);
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((each, i) => [each, free[i]!])) as Settings['ports'];
  const settings = settingsOf(dataDir, ports, environment);
  await stopAll(settings, [...appNames.toReversed(), ...serverNames]);
  await rm(dataDir, { recursive: true, force: true });
  return settings;
}
