import { fork } from 'node:child_process';
import { once } from 'node:events';
import { nextMessage } from '../child-message.js';
import { closed } from './closed.js';

/** What one process sends, over and over. */
export type Request =
  | { readonly kind: 'transfers'; readonly accounts: readonly string[]; readonly hot?: string }
  | {
      readonly kind: 'batch';
      readonly accounts: readonly string[];
      readonly size: number;
      readonly hot?: string;
    }
  | { readonly kind: 'get'; readonly paths: readonly string[] };

export interface Load {
  readonly url: string;
  readonly request: Request;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second over all connections; as many as are answered when not said. */
  readonly rate?: number;
}

/**
 * Latencies in milliseconds, to the last byte of the answer: at a steady rate from when the request was due, of what was
 * answered with 2xx; else of all answers, from sending, and corrected by wrk for what a pause kept from being sent.
 */
export interface Offered {
  /** Answers that took what was asked. */
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** The other answers. */
  readonly refused: number;
  /** Requests without an answer. */
  readonly errors: number;
}

/** Offers load from a process of its own, so that measuring does not wait for anything that is measured. */
export function offer(load: Load): Promise<Offered> {
  return load.rate === undefined ? closed(load) : inWorker(load);
}

async function inWorker(load: Load): Promise<Offered> {
  const child = fork(new URL('./worker.js', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  try {
    child.send(load);
    return (await nextMessage(child, 'The load generator ended without a result')) as Offered;
  } finally {
    child.kill();
    // Its CPU is counted when it has ended.
    await gone;
  }
}
