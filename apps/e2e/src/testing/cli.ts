import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { eventually, root } from './system.js';

export interface CliResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly output: string;
}

/** `trine` while it runs. */
export interface RunningCli {
  readonly ended: Promise<CliResult>;
  /** Resolves when that was printed; rejects when it ends without. */
  says(what: RegExp): Promise<void>;
  /** As a power cut would; resolves when it is gone. */
  kill(): Promise<CliResult>;
}

/** Runs `trine` as its users do. */
export function trine(...args: string[]): Promise<CliResult> {
  return startTrine(...args).ended;
}

export function startTrine(...args: string[]): RunningCli {
  const child = spawn(process.execPath, [join(root, 'apps/cli/dist/main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
  const says = async (what: RegExp) => {
    const isGone = () => child.exitCode !== null || child.signalCode !== null;
    await eventually(`trine says ${what}, or ends`, async () => what.test(output) || isGone());
    if (!what.test(output)) throw new Error(`trine ended without saying ${what}: ${output}`);
  };
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  return { ended, says, kill };
}
