import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const folder = join(import.meta.dirname, '..');

/** What a process that begins as an app does prints. */
async function printed(imports: string, body: string): Promise<string> {
  const script = `import { allImported } from '@trine/platform/own-source-maps'; ${imports} allImported(); ${body}`;
  const args = ['--enable-source-maps', '--input-type=module', '-e', script];
  return (await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 30_000 })).stdout;
}

it('an error at start tells our lines of TypeScript', async () => {
  const stack = await printed(
    `import { loadConfig } from '@trine/platform';`,
    'try { loadConfig(undefined); } catch (error) { console.log(error.stack); }',
  );
  expect(stack).toMatch(/libs\/platform\/src\/\S+\.ts:\d+/);
});

it('no source map of a CommonJS package is kept', async () => {
  const counts = await printed(
    `import { findSourceMap, createRequire } from 'node:module'; import '@trine/event-store';`,
    `const packages = Object.keys(createRequire(process.cwd() + '/').cache);
     const kept = packages.filter((file) => findSourceMap(file) !== undefined).length;
     const ours = findSourceMap(import.meta.resolve('@trine/event-store')) !== undefined;
     console.log(JSON.stringify({ many: packages.length > 100, kept, ours }));`,
  );
  expect(JSON.parse(counts)).toEqual({ many: true, kept: 0, ours: true });
});
