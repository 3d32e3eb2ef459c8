import { join } from 'node:path';
import { VIEWS_NICENESS, type ProcessSpec } from '../native/server.js';
import { appNames, ROOT, type AppName, type Settings } from './settings.js';

/** An app finishes what it took within 10 seconds (libs/platform); then it is killed. */
const STOP_TIMEOUT_MS = 12_000;

/**
 * The heap of an app that is as full of work as its limits allow stays under 200 MB; V8 would let garbage grow to
 * gigabytes. The young generation is that of Node.js 20, said for newer ones: on 24 payments took 100 MB more.
 */
const NODE_OPTIONS = ['--enable-source-maps', '--max-old-space-size=384', '--max-semi-space-size=16'];

/** The C library would keep a heap for each of Node.js's threads: some MB an app. */
const FIXED = { NODE_ENV: 'production', MALLOC_ARENA_MAX: '1' };

/**
 * More for some: a smaller young generation saves banking-api 20 MB and the history projector 15, which may be seconds
 * behind when cores are full; in payments batches would take longer for it.
 * There V8 would collect the old generation all the time at full load, once it has grown by a third of what is in use.
 */
const MORE_OPTIONS: Partial<Record<AppName, string[]>> = {
  'banking-api': ['--max-semi-space-size=8'],
  'history-projector': ['--max-semi-space-size=8'],
  payments: ['--heap-growing-percent=50'],
};

/** How each of our apps is run. */
export function appSpecs({ ports, environment }: Settings): ProcessSpec[] {
  return appNames.map((name) => ({
    name,
    command: process.execPath,
    args: [...NODE_OPTIONS, ...(MORE_OPTIONS[name] ?? []), join(ROOT, 'apps', name, 'dist', 'main.js')],
    cwd: ROOT,
    env: { ...environment, ...FIXED, PORT: String(ports[name]) },
    stopTimeoutMs: STOP_TIMEOUT_MS,
    niceness: name.endsWith('-projector') ? VIEWS_NICENESS : 0,
  }));
}
