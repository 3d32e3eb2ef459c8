import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Per user, so that a second clone starts at once. */
export function cacheDir(name: string): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'trine', name);
}

/**
 * The folder `name` of the cache, filled by `fill` when it is missing. Filled beside and renamed, so that it is whole
 * or not there, also when two clones do it at once.
 */
export async function cached(name: string, fill: (dir: string) => Promise<void>): Promise<string> {
  const target = cacheDir(name);
  if (await exists(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  const temporary = await mkdtemp(`${target}.tmp-`);
  try {
    await fill(temporary);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Somebody else was quicker: theirs is as good.
    if (!(await exists(target))) throw error;
  }
  return target;
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
