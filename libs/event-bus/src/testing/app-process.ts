import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = new URL('../../../../', import.meta.url);
const READY_POLL_MS = 50;

/** A built app as a process of its own, to be killed as the machine would. */
export async function startApp(name: string, environment: Record<string, string>) {
  const port = await freePort();
  const child = spawn(process.execPath, [fileURLToPath(new URL(`apps/${name}/dist/main.js`, ROOT))], {
    env: { ...process.env, ...environment, PORT: String(port) },
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = (await gone) as [number | null];
    return code;
  };
  const url = `http://127.0.0.1:${port}`;
  const healthy = async (check: 'live' | 'ready') => {
    while (child.exitCode === null) {
      const answer = await fetch(`${url}/health/${check}`).catch(() => undefined);
      if (answer?.ok === true) return;
      await sleep(READY_POLL_MS);
    }
    throw new Error(`${name} ended with ${child.exitCode}`);
  };
  return {
    url,
    /** Resolves when the app says that it is ready, rejects when it ends before. */
    ready: () => healthy('ready'),
    /** The same for an app that answers at all, whatever it may miss. */
    live: () => healthy('live'),
    kill: () => end('SIGKILL'),
    /** The exit code after SIGTERM. */
    stop: () => end('SIGTERM'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
