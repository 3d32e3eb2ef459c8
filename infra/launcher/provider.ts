import { execa } from 'execa';
import { has } from '../native/run.js';
import { dockerProvider } from '../docker/provider.js';
import { nativeProvider } from '../native/provider.js';
import type { ProcessSpec } from '../native/server.js';
import type { Settings } from './settings.js';

/** A way to run the servers. */
export interface ServerProvider {
  readonly name: string;
  /** Starts the settings' own servers and resolves when all answer. */
  start(settings: Settings): Promise<void>;
  /** What the supervisor has to keep running for it. */
  processes(settings: Settings): ProcessSpec[];
  stop(settings: Settings): Promise<void>;
}

export interface Choice {
  readonly provider: ServerProvider;
  readonly reason: string;
}

/** Docker where its engine answers, native packages elsewhere; TRINE_SERVERS=docker|native decides otherwise. */
export async function chooseProvider(wanted = process.env['TRINE_SERVERS']): Promise<Choice> {
  if (wanted === 'native') return { provider: nativeProvider, reason: 'TRINE_SERVERS says so' };
  if (wanted === 'docker') return { provider: dockerProvider, reason: 'TRINE_SERVERS says so' };
  if (wanted) throw new Error(`TRINE_SERVERS is ${wanted}; it may be docker or native`);
  if (!(await has('docker')))
    return { provider: nativeProvider, reason: 'there is no Docker on this machine' };
  const { exitCode } = await execa('docker', ['info'], { reject: false, timeout: 5_000 });
  if (exitCode === 0) return { provider: dockerProvider, reason: 'a Docker engine answers' };
  return { provider: nativeProvider, reason: 'no Docker engine answers' };
}
