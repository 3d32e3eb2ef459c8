import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { apiUrl, root } from './testing/system.js';

const run = promisify(execFile);

/** Every shell block of the README that calls the API. */
async function curlBlocks(): Promise<string[]> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, code]) => code!);
  return blocks.filter((code) => code.includes('curl '));
}

describe('the README', () => {
  it('has five curl calls that work as pasted', async () => {
    const blocks = await curlBlocks();
    expect(blocks.join('').match(/^curl /gm)).toHaveLength(5);
    for (const block of blocks) {
      // The tests' system listens on other ports; everything else is as it stands there. -f fails on 4xx and 5xx.
      const script = block.replaceAll('http://localhost:3000', apiUrl).replaceAll(/^curl /gm, 'curl -f -sS ');
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script]);
      expect(stdout.trim()).not.toBe('');
    }
  });
});
