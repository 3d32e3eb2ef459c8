import { join } from 'node:path';
import type { ProcessSpec } from '../native/server.js';
import { appNames, ROOT, type AppName, type Settings } from './settings.js';

/** An app finishes what it took within 10 seconds (libs/platform); then it is killed. */
const STOP_TIMEOUT_MS = 12_000;

/** The heap of an app that is as full of work as its limits allow stays under 200 MB; V8 would let garbage grow to gigabytes. */
const NODE_OPTIONS = ['--enable-source-maps', '--max-old-space-size=384'];

/** More for some: a smaller young generation saves banking-api 20 MB, which batches in payments would pay for in time. */
const MORE_OPTIONS: Partial<Record<AppName, string[]>> = { 'banking-api': ['--max-semi-space-size=8'] };

/** How each of our apps is run. */
export function appSpecs({ ports, environment }: Settings): ProcessSpec[] {
  return appNames.map((name) => ({
    name,
    command: process.execPath,
    args: [...NODE_OPTIONS, ...(MORE_OPTIONS[name] ?? []), join(ROOT, 'apps', name, 'dist', 'main.js')],
    cwd: ROOT,
    env: { ...environment, PORT: String(ports[name]), NODE_ENV: 'production' },
    stopTimeoutMs: STOP_TIMEOUT_MS,
  }));
}
