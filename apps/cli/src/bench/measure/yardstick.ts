import { fork } from 'node:child_process';
import { once } from 'node:events';
import { CommandFailure } from '../../failure.js';
import { nextMessage } from '../child-message.js';
import { closed } from '../load/closed.js';

const WARM_UP_SECONDS = 3;
const SECONDS = 3;
const CONNECTIONS = 64;
const SAY_TIMEOUT_MS = 10_000;

/** By more than this share they differ only when the machine does. */
const STEADY = 0.2;

/** What the machine does of work that has nothing of ours. */
export interface Yardstick {
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
  /** The server's, for a request. */
  readonly cpuMicroseconds: number;
}

/**
 * A bare Fastify that answers a constant, while nothing else of ours runs: what slows it down on a shared machine slows
 * us down, so a figure means something beside this one of before and after it.
 * @throws CommandFailure when it does not answer
 */
export async function measureYardstick(): Promise<Yardstick> {
  const server = fork(new URL('./yardstick-server.js', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(server, 'exit');
  const told = () => nextMessage(server, 'The bare server did not come up', SAY_TIMEOUT_MS);
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
    const spent = (await cpuMicroseconds()) - before;
    if (requests === 0) throw new CommandFailure('The bare server answered nothing');
    return { requestsPerSecond: requests / seconds, p99Ms: p99, cpuMicroseconds: spent / requests };
  } finally {
    server.kill();
    await gone;
  }
}

/** Whether the CPU of a bare request was another one after a run than before it. */
export function unsteady(yardsticks: readonly Yardstick[]): boolean {
  const cpu = yardsticks.map(({ cpuMicroseconds }) => cpuMicroseconds);
  return Math.max(...cpu) > Math.min(...cpu) * (1 + STEADY);
}
