import { join } from 'node:path';
import type { ProcessSpec } from '../native/server.js';
import { appNames, ROOT, type Settings } from './settings.js';

/** An app finishes what it took within 10 seconds (libs/platform); then it is killed. */
const STOP_TIMEOUT_MS = 12_000;

/** How each of our apps is run. */
export function appSpecs({ ports, environment }: Settings): ProcessSpec[] {
  return appNames.map((name) => ({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(ROOT, 'apps', name, 'dist', 'main.js')],
    cwd: ROOT,
    env: { ...environment, PORT: String(ports[name]), NODE_ENV: 'production' },
    stopTimeoutMs: STOP_TIMEOUT_MS,
  }));
}
