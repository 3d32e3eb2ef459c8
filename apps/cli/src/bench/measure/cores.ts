import { readFile } from 'node:fs/promises';

/** How many of the machine's cores, on average, were busy with whatever ran, and taken by other guests of its host. */
export interface Cores {
  readonly busy: number;
  readonly stolen: number;
}

/** Time since the machine's start, over all cores, in whatever Linux counts it in. */
export interface CoreTimes extends Cores {
  readonly all: number;
  readonly cores: number;
}

/** From now on until what it returns is called. That gives undefined where there is no /proc */
export async function watchCores(): Promise<() => Promise<Cores | undefined>> {
  const before = await coreTimes();
  return async () => {
    const after = await coreTimes();
    return before && after && coresBetween(before, after);
  };
}

async function coreTimes(): Promise<CoreTimes | undefined> {
  const stat = await readFile('/proc/stat', 'utf8').catch(() => undefined);
  return stat === undefined ? undefined : parseCoreTimes(stat);
}

/** `stat`: of /proc/stat, see proc(5). Guests' time is within user and nice already. */
export function parseCoreTimes(stat: string): CoreTimes {
  const lines = stat.split('\n');
  const cores = lines.filter((line) => /^cpu\d/.test(line)).length;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, stolen = 0] = lines[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const busy = user + nice + system + irq + softirq;
  return { busy, stolen, all: busy + idle + iowait + stolen, cores };
}

export function coresBetween(before: CoreTimes, after: CoreTimes): Cores {
  const elapsed = (after.all - before.all) / after.cores;
  return { busy: (after.busy - before.busy) / elapsed, stolen: (after.stolen - before.stolen) / elapsed };
}
