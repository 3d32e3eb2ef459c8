import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closed } from '../load/closed.js';

const WARM_UP_SECONDS = 3;
const SECONDS = 3;
const CONNECTIONS = 64;
const READY_TIMEOUT_MS = 10_000;

/** What the machine does of work that has nothing of ours. */
export interface Yardstick {
  readonly requestsPerSecond: number;
  /** CPU of the server, in microseconds a request. */
  readonly microseconds: number;
  /** Milliseconds, 64 callers. */
  readonly p99: number;
}

/**
 * A bare Fastify that answers a constant, while nothing else of ours runs: what slows it down on a shared machine slows us
 * down, so a figure means something beside this one of the same minutes.
 */
export async function measureYardstick(): Promise<Yardstick> {
  const server = fork(new URL('./yardstick-server.js', import.meta.url), { stdio: 'inherit' });
  const told = async () => {
    const signal = AbortSignal.timeout(READY_TIMEOUT_MS);
    const [message] = (await once(server, 'message', { signal })) as [unknown];
    return message;
  };
  const cpuMicroseconds = async () => {
    server.send('cpu');
    return Number(await told());
  };
  try {
    const url = String(await told());
    const load = { url, connections: CONNECTIONS, request: { kind: 'get', paths: ['/'] } } as const;
    await closed({ ...load, seconds: WARM_UP_SECONDS });
    const before = await cpuMicroseconds();
    const { requests, seconds, p99 } = await closed({ ...load, seconds: SECONDS });
    const microseconds = ((await cpuMicroseconds()) - before) / requests;
    return { requestsPerSecond: requests / seconds, microseconds, p99 };
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}
