import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Linux counts CPU time in these, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;

/** What a process and its children have used. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}

/** CPU seconds between two looks, and resident bytes at both and half way, where those are known. */
export interface UsageDuring {
  readonly cpuSeconds: number;
  readonly rssBefore?: number;
  readonly rssHalfway?: number;
  readonly rssBytes?: number;
}

export function usageBetween(
  before: ReadonlyMap<string, Usage>,
  after: ReadonlyMap<string, Usage>,
  halfway: ReadonlyMap<string, Usage> = new Map(),
): Record<string, UsageDuring> {
  const between = [...after].map(([name, { cpuSeconds, rssBytes }]) => {
    const { cpuSeconds: earlier = 0, rssBytes: rssBefore = 0 } = before.get(name) ?? {};
    const rssHalfway = halfway.get(name)?.rssBytes;
    const rss = { rssBytes, rssBefore, ...(rssHalfway !== undefined && { rssHalfway }) };
    return [name, { cpuSeconds: cpuSeconds - earlier, ...rss }] as const;
  });
  return Object.fromEntries(between);
}

/** Of every process that runs under the supervisor, by name; zeros where there is no /proc. */
export async function usageByProcess(runDir: string): Promise<Map<string, Usage>> {
  const files = (await readdir(runDir)).filter((file) => file.endsWith('.pid'));
  const parents = await parentsByPid();
  const usage = new Map<string, Usage>();
  for (const file of files) {
    const pid = Number(await readFile(join(runDir, file), 'utf8'));
    const found = await Promise.all(familyOf(pid, parents).map(usageOf));
    usage.set(file.replace('.pid', ''), found.reduce(sum, { cpuSeconds: 0, rssBytes: 0 }));
  }
  usage.delete('supervisor');
  return usage;
}

function sum(a: Usage, b: Usage): Usage {
  return { cpuSeconds: a.cpuSeconds + b.cpuSeconds, rssBytes: a.rssBytes + b.rssBytes };
}

/** Servers work in child processes (PostgreSQL has one for each connection). */
function familyOf(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const children = [...parents].flatMap(([child, parent]) => (parent === pid ? [child] : []));
  return [pid, ...children.flatMap((child) => familyOf(child, parents))];
}

async function parentsByPid(): Promise<Map<number, number>> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(async (pid) => [pid, Number((await statOf(pid))[1])] as const));
  return new Map(stats);
}

/** Of the children of this process that have ended. */
export async function cpuSecondsOfEnded(): Promise<number> {
  const fields = await statOf(process.pid);
  return ticksIn(fields.slice(13, 15)) / TICKS_PER_SECOND;
}

async function usageOf(pid: number): Promise<Usage> {
  const fields = await statOf(pid);
  // proc(5), counted from `state`: utime, stime, and those of children that have ended; then resident pages.
  return {
    cpuSeconds: ticksIn(fields.slice(11, 15)) / TICKS_PER_SECOND,
    rssBytes: Number(fields[21] ?? 0) * PAGE_BYTES,
  };
}

const ticksIn = (fields: readonly string[]) => fields.reduce((total, field) => total + Number(field), 0);

/** The fields after the name, which may hold spaces itself. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
