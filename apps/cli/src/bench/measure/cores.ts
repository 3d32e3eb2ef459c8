import { readFile } from 'node:fs/promises';

/** How many of the machine's cores, on average, were busy with whatever ran, and taken by other guests of its host. */
export interface Cores {
  readonly busy: number;
  readonly stolen: number;
}

/** Time since the machine's start in Linux's ticks, over all cores. */
interface Ticks {
  readonly busy: number;
  readonly stolen: number;
  readonly all: number;
  readonly cores: number;
}

/** Where there is no /proc, nothing is told of it. */
export async function ticks(): Promise<Ticks> {
  const lines = (await readFile('/proc/stat', 'utf8').catch(() => '')).split('\n');
  const cores = lines.filter((line) => /^cpu\d/.test(line)).length;
  // proc(5): user, nice, system, idle, iowait, irq, softirq, steal; guests' time is in user and nice already.
  const fields = lines[0]!.split(/\s+/).slice(1, 9).map(Number);
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, stolen = 0] = fields;
  const busy = user + nice + system + irq + softirq;
  return { busy, stolen, all: busy + idle + iowait + stolen, cores };
}

export function coresBetween(before: Ticks, after: Ticks): Cores {
  const elapsed = (after.all - before.all) / after.cores || 1;
  return { busy: (after.busy - before.busy) / elapsed, stolen: (after.stolen - before.stolen) / elapsed };
}
