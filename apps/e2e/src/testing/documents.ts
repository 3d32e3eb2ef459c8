import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { trine } from './cli.js';
import { apiUrl, get, root } from './system.js';

const run = promisify(execFile);

/** Every shell block of a document that calls the API. */
export async function curlBlocks(path: string): Promise<string[]> {
  const text = await readFile(join(root, path), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, code]) => code!);
  return blocks.filter((code) => code.includes('curl '));
}

/** Pastes shell lines; fails when any call is answered with 4xx or 5xx. Returns what they print. */
export async function paste(code: string): Promise<string> {
  // The tests' system listens on other ports; everything else is as it stands there.
  const script = code.replaceAll('http://localhost:3000', apiUrl).replaceAll(/\bcurl /g, 'curl -f -sS ');
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    maxBuffer: 16 * 1024 ** 2,
  });
  return stdout;
}

/** The last row of it. */
const LAST_OF_SAMPLE = 'berka-519983';

/** The documents speak of the sample, which `npm start` imports. */
export async function ensureSample(): Promise<void> {
  if ((await get(`/v1/transfers/${LAST_OF_SAMPLE}`)).status === 200) return;
  const files = ['samples/berka/transactions-1993.asc.gz', '--accounts', 'samples/berka/accounts.asc.gz'];
  const imported = await trine('import', 'berka', ...files);
  expect(imported).toMatchObject({ code: 0 });
}
