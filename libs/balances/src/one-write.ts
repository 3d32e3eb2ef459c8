import type { Redis } from 'ioredis';

/**
 * What `send` asks of Redis goes out in one write, and so in one round trip; each command has its own answer. It only
 * sends: when it throws after a command, nobody hears of that command's error.
 *
 * Not by `redis.pipeline()`: it defines a getter on each pipeline (lib/Pipeline.ts of ioredis 6), for which V8 makes
 * a hidden class, and that keeps the pipeline with all its commands and answers until the old generation is collected.
 * A quarter of what was allocated for a trip outlived the young generation.
 */
export function inOneWrite<T>({ stream }: Redis, send: () => T): T {
  // None before the first try to connect.
  const socket = stream as Redis['stream'] | undefined;
  socket?.cork();
  try {
    return send();
  } finally {
    socket?.uncork();
  }
}
