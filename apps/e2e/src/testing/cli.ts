import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './system.js';

export interface CliResult {
  readonly code: number | null;
  readonly output: string;
}

/** Runs `trine` as its users do. */
export function trine(...args: string[]): Promise<CliResult> {
  const child = spawn(process.execPath, [join(root, 'apps/cli/dist/main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
