import { join } from 'node:path';
import { cacheDir, exists } from './cache.js';
import { run } from './run.js';
import { ensurePrograms } from './system-packages.js';

/**
 * The path of `file` in a virtual environment of the cache that has this package of Python's registry. A virtual
 * environment holds its own path and so is not built beside and renamed: `file` has to be the last thing to appear.
 */
export async function pythonPackage(
  cache: string,
  pipArgs: readonly string[],
  file: string,
  report: (line: string) => void = () => undefined,
): Promise<string> {
  const path = join(cacheDir(cache), file);
  if (await exists(path)) return path;
  await ensurePrograms({ python3: 'python3' }, report);
  const venv = ['-m', 'venv', '--clear', cacheDir(cache)];
  // Debian has the part that puts pip into it in a package of its own, which brings no program.
  await run('python3', venv).catch(async () => {
    await ensurePrograms({ 'python3-venv': 'python3-venv' }, report);
    await run('python3', venv);
  });
  await run(join(cacheDir(cache), 'bin', 'pip'), ['install', ...pipArgs], { onLine: report });
  return path;
}
