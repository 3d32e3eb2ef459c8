import { createConnection } from 'node:net';

const TIMEOUT_MS = 1_000;

/** Resolves when something accepts connections; with `send`, when it answers with a text that holds `expect`. */
export function probeTcp(port: number, send?: string | Buffer, expect?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const done = (error?: Error) => {
      socket.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    socket.setTimeout(TIMEOUT_MS, () => done(new Error(`port ${port} does not answer`)));
    socket.on('error', done);
    socket.on('connect', () => {
      if (send === undefined) done();
      else socket.write(send);
    });
    socket.on('data', (answer) => {
      const ok = expect === undefined || answer.toString('latin1').includes(expect);
      done(ok ? undefined : new Error(`port ${port} answers, but not as expected`));
    });
  });
}

/** Resolves when GET answers 200. */
export async function probeHttp(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2 * TIMEOUT_MS) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}: ${text.slice(0, 500)}`);
}
