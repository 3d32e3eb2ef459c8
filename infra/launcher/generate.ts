import { check } from './test-steps.js';

/** `npm run generate [-- --check]`: what is derived from code, in docs/. */
export async function generate(args: readonly string[]): Promise<void> {
  const { failed } = await check('generated files', process.execPath, [
    'infra/dist/generate/main.js',
    ...args,
  ]);
  process.exitCode = failed;
}
