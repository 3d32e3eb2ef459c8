import type { Redis } from 'ioredis';

/**
 * What `send` asks of Redis goes out in one write, and so in one round trip; each command has its own answer.
 *
 * Not by `redis.pipeline()`: it defines a getter on each pipeline (lib/Pipeline.ts of ioredis 5 and 6), for which V8 makes
 * a hidden class, and that keeps the pipeline with all its commands and answers until the old generation is collected.
 * A quarter of what was allocated for it outlived the young generation.
 */
export function inOneWrite<T>({ stream }: Redis, send: () => T): T {
  // There is none before it was connected for the first time.
  const socket = stream as Redis['stream'] | undefined;
  socket?.cork();
  try {
    return send();
  } finally {
    socket?.uncork();
  }
}
