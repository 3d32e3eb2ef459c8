import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const VIEWS = {
  views: [
    {
      name: 'balances',
      version: 1,
      available: true,
      lagEvents: 5,
      lagMs: 12,
      parked: 0,
      partitions: [{ partition: 0, head: 9, applied: 4, ageMs: 12 }],
    },
  ],
};

/** What answers where the API does: the process that is tested is the CLI. */
async function listen(port: number): Promise<Server> {
  const server = createServer((_request, response) => response.end(JSON.stringify(VIEWS)));
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

let api: Server;
let port: number;
beforeEach(async () => {
  api = await listen(0);
  port = (api.address() as AddressInfo).port;
});
afterEach(() => stop());

const stop = () =>
  new Promise<void>((resolve) => {
    api.close(() => resolve());
    api.closeAllConnections();
  });

const lag = (command: string, ...args: string[]) => {
  const child = spawn(command, args, { stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  const endedTooSoon = ended.then(() => Promise.reject(new Error(`It ended: ${output}`)));
  endedTooSoon.catch(() => undefined);
  /** Resolves when something has been printed after `from`. */
  const prints = async (what: RegExp, from = 0) => {
    while (!what.test(output.slice(from))) await Promise.race([once(child.stdout, 'data'), endedTooSoon]);
    return output.length;
  };
  return { child, ended, prints };
};
const node = (...args: string[]) =>
  lag(process.execPath, MAIN, 'lag', '--api', `http://127.0.0.1:${port}`, ...args);

it('prints events and age once', async () => {
  const { code, output } = await node().ended;
  expect(code).toBe(0);
  expect(output).toMatch(/│ 0 +│ 5 \(12 ms\) │/);
});

it('fails when the API does not answer', async () => {
  await stop();
  const { code, output } = await node().ended;
  expect(code).toBe(1);
  expect(output).toContain('does not say');
});

it('watches in lines, goes on while the API is away, says so, and ends well when interrupted', async () => {
  const { child, ended, prints } = node('--watch');
  const shown = await prints(/^\S+Z balances 5 \(12 ms\)$/m);
  await stop();
  const away = await prints(/^\S+Z \S+ does not say: .+$/m, shown);
  api = await listen(port);
  await prints(/^\S+Z balances 5 \(12 ms\)$/m, away);
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

it('redraws the table on a terminal until Ctrl-C, and gives its cursor back', async () => {
  const command = `exec ${process.execPath} ${MAIN} lag --watch --api http://127.0.0.1:${port}`;
  const { child, ended, prints } = lag('script', '--quiet', '--return', '--command', command, '/dev/null');
  const shown = await prints(/5 \(12 ms\)/);
  await prints(/5 \(12 ms\)/, shown);
  child.stdin.write('\u0003');
  const { code, output } = await ended;
  expect(code).toBe(0);
  expect(output).toContain('\u001b[?25h');
});
