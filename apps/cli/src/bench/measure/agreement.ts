import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CommandFailure } from '../../failure.js';

const MAIN = join(import.meta.dirname, '../../main.js');
const run = promisify(execFile);

/**
 * Runs `trine verify` on that system: money is conserved, and every view shows what the log says. With `since`, of what
 * was recorded from then on.
 * @throws CommandFailure with what it found
 */
export async function expectAgreement(
  environment: Readonly<Record<string, string>>,
  since?: Date,
): Promise<void> {
  const scope = since === undefined ? [] : ['--since', since.toISOString()];
  try {
    await run(process.execPath, [MAIN, 'verify', ...scope], { env: { ...process.env, ...environment } });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new CommandFailure(`After the load \`trine verify\` found differences:\n${stdout}\n${stderr}`);
  }
}
