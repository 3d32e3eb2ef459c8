import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** In the environment of every process we start, so that a pid found later is known to be ours and not a reused one. */
export const MARK = 'TRINE_PROCESS';

export function markOf(runDir: string, name: string): string {
  return join(runDir, name);
}

export async function writePid(runDir: string, name: string, pid: number): Promise<void> {
  await mkdir(runDir, { recursive: true });
  await writeFile(join(runDir, `${name}.pid`), `${pid}\n`);
}

export async function removePid(runDir: string, name: string): Promise<void> {
  await rm(join(runDir, `${name}.pid`), { force: true });
}

/** The pid of a process of ours that runs; undefined when there is none, or another has taken its number. */
export async function livePid(runDir: string, name: string): Promise<number | undefined> {
  const text = await readFile(join(runDir, `${name}.pid`), 'utf8').catch(() => '');
  const pid = Number(text.trim());
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  const ours = environment.split('\0').includes(`${MARK}=${markOf(runDir, name)}`);
  return ours ? pid : undefined;
}
