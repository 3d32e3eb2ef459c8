import { ALL_PARTITIONS, partitionOf, type Positions } from '@trine/contracts';
import type { ParkedEvent } from '@trine/event-bus';
import { Redis } from 'ioredis';
import { inOneWrite } from './one-write.js';

/** The view's name and shape; the version rises when what is kept changes, and the view then fills itself anew. */
export const BALANCES = { name: 'balances', version: 2 } as const;

const CONNECT_TIMEOUT_MS = 3_000;
const COMMAND_TIMEOUT_MS = 3_000;
const MAX_RECONNECT_DELAY_MS = 1_000;

export interface BalancesConfig {
  readonly url: string;
  /** Put before every key, so that tests and copies can share a server. */
  readonly prefix?: string;
  /** Hears of connections that broke; they come back by themselves. */
  readonly onError: (error: Error) => void;
}

/** Commands fail at once while the connection is down: who asks decides about trying again. */
export function connectRedis({ url, onError }: BalancesConfig): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (times) => Math.min(50 * 2 ** times, MAX_RECONNECT_DELAY_MS),
  });
  redis.on('error', onError);
  return redis;
}

/** Keys of one copy of the view. The hash tag keeps a partition's keys in one slot of a Redis Cluster. */
export class BalanceKeys {
  private readonly prefix: string;

  constructor(prefix = '', copy = 0) {
    this.prefix = copy === 0 ? prefix : `${prefix}copy${copy}:`;
  }

  account(id: string): string {
    return `${this.prefix}balance:{p${partitionOf(id)}}:${id}`;
  }

  /** Matches every account's key (glob). */
  accounts(): string {
    return `${this.prefix}balance:{p*}:*`;
  }

  accountIdOf(key: string): string {
    return key.slice(key.indexOf('}:', this.prefix.length) + 2);
  }

  /** Every account id of a partition: a sorted set in order of the ids' bytes. */
  ids(partition: number): string {
    return `${this.prefix}accounts:{p${partition}}`;
  }

  /** What is parked of a partition: a hash of sequence to JSON. Of this version alone, like the position. */
  parked(partition: number): string {
    return `${this.prefix}parked.v${BALANCES.version}:{p${partition}}`;
  }

  /** Of this version alone, so that another one begins at the start of the log. */
  position(partition: number): string {
    return `${this.prefix}position.v${BALANCES.version}:{p${partition}}`;
  }
}

/** A hash: `record` is JSON, `revision` and `live` (number and version of the live copy) are taken out of it. */
export const copiesKey = (prefix = '') => `${prefix}balances:copies`;

/** In one round trip. Not one MGET: in a Redis Cluster the partitions lie in different slots. */
export async function readPositions(
  redis: Redis,
  keys: BalanceKeys,
  partitions: readonly number[],
): Promise<Positions> {
  const values = await Promise.all(
    inOneWrite(redis, () => partitions.map((partition) => redis.get(keys.position(partition)))),
  );
  return new Map(partitions.map((partition, i) => [partition, Number(values[i] ?? 0)]));
}

/** In one round trip. */
export async function readParked(redis: Redis, keys: BalanceKeys): Promise<ParkedEvent[]> {
  const texts = await Promise.all(
    inOneWrite(redis, () => ALL_PARTITIONS.map((partition) => redis.hvals(keys.parked(partition)))),
  );
  return texts.flat().map((text) => JSON.parse(text) as ParkedEvent);
}
