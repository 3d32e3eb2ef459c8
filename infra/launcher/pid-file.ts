import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `<name>.pid` is for people and tools; `<name>.birth` tells whether the number still means the same process. */
const pidFile = (runDir: string, name: string) => join(runDir, `${name}.pid`);
const birthFile = (runDir: string, name: string) => join(runDir, `${name}.birth`);

export async function writePid(runDir: string, name: string, pid: number): Promise<void> {
  await mkdir(runDir, { recursive: true });
  await writeFile(birthFile(runDir, name), await birthOf(pid));
  await writeFile(pidFile(runDir, name), `${pid}\n`);
}

export async function removePid(runDir: string, name: string): Promise<void> {
  await rm(pidFile(runDir, name), { force: true });
  await rm(birthFile(runDir, name), { force: true });
}

/** The pid of a process of ours that runs; undefined when there is none, or another has taken its number. */
export async function livePid(runDir: string, name: string): Promise<number | undefined> {
  const pid = Number((await textOf(pidFile(runDir, name))).trim());
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const birth = await birthOf(pid);
  return birth !== '' && birth === (await textOf(birthFile(runDir, name))) ? pid : undefined;
}

/** When the process began: the boot, and the clock ticks since (field 22 of proc_pid_stat(5)). Empty when it is gone. */
async function birthOf(pid: number): Promise<string> {
  const stat = await textOf(`/proc/${pid}/stat`);
  if (stat === '') return '';
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z') return '';
  return `${(await textOf('/proc/sys/kernel/random/boot_id')).trim()} ${fields[18]}`;
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
