import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../../..');

/** What a process that begins like an app prints. */
async function printed(script: string): Promise<string> {
  const begin = `import '@trine/platform/own-source-maps';`;
  const args = ['--enable-source-maps', '--input-type=module', '-e', begin + script];
  return (await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 30_000 })).stdout;
}

it('an error tells our TypeScript lines', async () => {
  const stack = await printed(`
    import { setImmediate } from 'node:timers/promises';
    import { loadConfig } from '@trine/platform';
    await setImmediate();
    try { loadConfig({ type: 'nonsense' }); loadConfig(undefined); } catch (error) { console.log(error.stack); }`);
  expect(stack).toMatch(/libs\/platform\/src\/\S+\.ts:\d+/);
});

it('of packages no source map is kept', async () => {
  const kept = await printed(`
    import { findSourceMap, createRequire } from 'node:module';
    import { setImmediate } from 'node:timers/promises';
    import '@trine/event-store';
    await setImmediate();
    const require = createRequire(process.cwd() + '/');
    const ofPackages = Object.keys(require.cache).filter((file) => findSourceMap(file) !== undefined);
    const ours = findSourceMap(new URL(import.meta.resolve('@trine/event-store')).href);
    console.log(JSON.stringify([Object.keys(require.cache).length > 100, ofPackages.length, ours !== undefined]));`);
  expect(JSON.parse(kept)).toEqual([true, 0, true]);
});
