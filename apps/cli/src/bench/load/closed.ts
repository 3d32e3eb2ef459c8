import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CommandFailure } from '../../failure.js';
import type { Load, Offered, Request } from './offer.js';
import { CURRENCY } from './requests.js';

/** Beside the source: the compiler knows nothing of it. */
const SCRIPT = join(import.meta.dirname, '../../../src/bench/load/requests.lua');
const ANSWER_TIMEOUT_S = 10;
const MAX_SEED = 2 ** 31;

/**
 * Each connection sends its next request when it has the answer to the one before. By wrk, which takes a fifth of what
 * a load generator in JavaScript did for a request: on a small machine that is taken from what is measured.
 */
export async function closed({ url, request, connections, seconds }: Load): Promise<Offered> {
  const folder = await mkdtemp(join(tmpdir(), 'trine-bench-'));
  try {
    const lines = join(folder, 'lines');
    await writeFile(lines, (request.kind === 'get' ? request.paths : request.accounts).join('\n'));
    const options = ['-t1', `-c${connections}`, `-d${seconds}s`, `--timeout=${ANSWER_TIMEOUT_S}s`];
    const { stderr } = await promisify(execFile)('wrk', [
      ...[...options, '-s', SCRIPT, url, '--'],
      ...[request.kind, lines, String(randomInt(MAX_SEED)), ...ofTransfers(request)],
    ]);
    return JSON.parse(stderr) as Offered;
  } catch (error) {
    throw new CommandFailure(`The load generator (wrk) failed: ${(error as Error).message}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function ofTransfers(request: Request): string[] {
  if (request.kind === 'get') return [];
  const size = request.kind === 'batch' ? request.size : 1;
  return [String(size), CURRENCY, ...(request.hot === undefined ? [] : [request.hot])];
}
