import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { livePid } from './pid-file.js';
import { isAlive } from './stop-process.js';
import { Supervisor } from './supervisor.js';
import { waitFor } from './wait.js';

/** Real processes: one that stays, one that cannot, one that does not listen to SIGTERM. */
const script = (name: string, code: string) => ({
  name,
  command: process.execPath,
  args: ['-e', code],
  cwd: process.cwd(),
  stopTimeoutMs: 300,
});
const staying = script('staying', 'console.log("here"); setInterval(() => {}, 1000)');
const deaf = script(
  'deaf',
  'process.on("SIGTERM", () => {}); console.log("here"); setInterval(() => {}, 1000)',
);

const kernelSharesAmongSessions = existsSync('/proc/self/autogroup');

/** What Linux says of the session, as in "/autogroup-12 nice 3"; not every kernel has such. */
async function sessionNiceness(pid: number): Promise<number | undefined> {
  if (!kernelSharesAmongSessions) return undefined;
  return Number((await readFile(`/proc/${pid}/autogroup`, 'utf8')).split(' ').at(-1));
}

describe('the supervisor', () => {
  let dir: string;
  let supervisor: Supervisor;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trine-supervisor-'));
    supervisor = new Supervisor(join(dir, 'run'), join(dir, 'log'));
  });
  afterEach(async () => {
    await supervisor.stop([supervisor.names]);
    await rm(dir, { recursive: true });
  });

  const pidOf = (name: string) => livePid(join(dir, 'run'), name);
  const running = async (name: string, not?: number): Promise<number> => {
    await waitFor(
      name,
      async () => {
        const pid = await pidOf(name);
        if (pid === undefined || pid === not) throw new Error('not running');
        if (!(await readFile(join(dir, 'log', `${name}.log`), 'utf8')).includes('here'))
          throw new Error('not started');
      },
      10_000,
    );
    return (await pidOf(name))!;
  };

  it('starts again whatever is killed, under a new pid in the same file', async () => {
    supervisor.ensure([staying]);
    const first = await running('staying');
    process.kill(first, 'SIGKILL');
    const second = await running('staying', first);
    expect(isAlive(first)).toBe(false);
    expect(isAlive(second)).toBe(true);
    expect(await readFile(join(dir, 'log', 'staying.log'), 'utf8')).toContain(
      'staying ended (SIGKILL); again in 200 ms',
    );
  });

  it('waits longer each time for what cannot run', async () => {
    supervisor.ensure([script('failing', 'process.exit(3)')]);
    const log = join(dir, 'log', 'failing.log');
    await waitFor(
      'a third try',
      async () => {
        expect(await readFile(log, 'utf8')).toContain('again in 800 ms');
      },
      10_000,
    );
    expect(await readFile(log, 'utf8')).toMatch(
      /\(exit code 3\); again in 200 ms[^]*again in 400 ms[^]*again in 800 ms/,
    );
  });

  it('stops everything, killing what does not listen, and leaves no pid behind', async () => {
    supervisor.ensure([staying, deaf]);
    const pids = [await running('staying'), await running('deaf')];
    await supervisor.stop([['deaf'], ['staying']]);
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(await pidOf('staying')).toBeUndefined();
  });

  it('has those stand back that are told to', async () => {
    supervisor.ensure([staying, { ...deaf, niceness: 3 }]);
    const [first, second] = [await running('staying'), await running('deaf')];
    await waitFor(
      'priorities',
      async () => expect(await sessionNiceness(second)).toBe(kernelSharesAmongSessions ? 3 : undefined),
      10_000,
    );
    expect([getPriority(first), getPriority(second)]).toEqual([
      getPriority(),
      Math.min(getPriority() + 3, 19),
    ]);
    expect(await sessionNiceness(first)).toBe(kernelSharesAmongSessions ? 0 : undefined);
  });

  it('does not take another process for ours because it got the same number', async () => {
    supervisor.ensure([staying]);
    await running('staying');
    await writeFile(join(dir, 'run', 'staying.pid'), `${process.pid}\n`);
    expect(await pidOf('staying')).toBeUndefined();
  });
});
