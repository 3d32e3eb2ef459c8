import { fork } from 'node:child_process';
import { once } from 'node:events';
import { CommandFailure } from '../../failure.js';
import { LAUNCHER } from '../borrowed-system.js';

/** Installs wrk where that may be done. @throws CommandFailure where not; how it is to be done stands above it then */
export async function ensureLoadGenerator(): Promise<void> {
  const launcher = fork(LAUNCHER, ['load-generator'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [code] = (await once(launcher, 'exit')) as [number | null];
  if (code !== 0) throw new CommandFailure('The bench needs its load generator, wrk');
}
