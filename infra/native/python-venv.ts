import { join } from 'node:path';
import { cacheDir, exists } from './cache.js';
import { run } from './run.js';
import { ensurePrograms } from './system-packages.js';

type Report = (line: string) => void;

/** Fails where the packages that we use would not be found. */
const NEW_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 10))';

/**
 * The path of `file` in a virtual environment of the cache that has this package of Python's registry. A virtual
 * environment holds its own path and so is not built beside and renamed: `file` has to be the last thing to appear.
 */
export async function pythonPackage(
  cache: string,
  pipArgs: readonly string[],
  file: string,
  report: Report = () => undefined,
): Promise<string> {
  const path = join(cacheDir(cache), file);
  if (await exists(path)) return path;
  await installInto(cacheDir(cache), pipArgs, report);
  return path;
}

/** Makes `dir` a virtual environment, and has its pip install what `pipArgs` say. */
export async function installInto(dir: string, pipArgs: readonly string[], report: Report): Promise<void> {
  await ensurePrograms({ python3: 'python3' }, report);
  await run('python3', ['-c', NEW_ENOUGH]).catch(() => {
    throw new Error(
      'python3 is older than 3.10. Install a newer one, or start a Docker engine for the servers',
    );
  });
  const venv = ['-m', 'venv', '--clear', dir];
  // Debian has the part that puts pip into it in a package of its own, which brings no program.
  await run('python3', venv).catch(async () => {
    await ensurePrograms({ 'python3-venv': 'python3-venv' }, report);
    await run('python3', venv);
  });
  await run(join(dir, 'bin', 'pip'), ['install', ...pipArgs], { onLine: report });
}
