import { partitionOf, type RecordedEvent } from '@trine/contracts';
import { serverUrl } from '@trine/event-bus/testing';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { RedisBalances } from '../projection.js';
import { BalancesReader } from '../reader.js';

/** A balances view of a test's own on the real server: writer, reader, and the server itself to look into. */
export interface ScratchBalances {
  readonly projection: RedisBalances;
  readonly reader: BalancesReader;
  /** Names of all keys of this view. */
  keys(): Promise<string[]>;
  readonly redis: Redis;
  close(): Promise<void>;
}

export async function openBalances(url = serverUrl('TRINE_REDIS_URL')): Promise<ScratchBalances> {
  const prefix = `test:${randomUUID()}:`;
  const config = { url, prefix, onError: () => undefined };
  const projection = new RedisBalances(config);
  const reader = new BalancesReader(config);
  const redis = new Redis(serverUrl('TRINE_REDIS_URL'));
  await projection.connect();
  await reader.connect();
  const keys = () => redis.keys(`${prefix}*`);
  const close = async () => {
    const left = await keys();
    if (left.length > 0) await redis.del(left);
    await Promise.all([projection.close(), reader.close(), redis.quit()]);
  };
  return { projection, reader, keys, redis, close };
}

/** What the view has to say of every account after these events: the last event's balances, by id. */
export function balancesAfter(events: readonly RecordedEvent[]): Map<string, unknown> {
  const expected = new Map<string, unknown>();
  for (const { data, recordedAt } of events) {
    const { accountId, version, balances } = data;
    const known = expected.get(accountId) as { currency: string } | undefined;
    const currency = 'currency' in data ? data.currency : known?.currency;
    expected.set(accountId, { accountId, currency, version, ...balances, asOf: recordedAt });
  }
  return expected;
}

/** The events of an account's partition, which is where its position is. */
export const inPartitionOf = (accountId: string, events: readonly RecordedEvent[]) =>
  events.filter(({ partition }) => partition === partitionOf(accountId));
