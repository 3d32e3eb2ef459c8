import { ALL_PARTITIONS } from '@trine/contracts';
import { ViewCopies, type CopyRecord } from '@trine/event-bus';
import type { Redis } from 'ioredis';
import { RedisBalances } from './projection.js';
import { BALANCES, BalanceKeys, connectRedis, copiesKey, type BalancesConfig } from './store.js';

/** Keys dropped in one step: Redis does nothing else meanwhile. */
const DROP_KEYS = 500;

/** KEYS: the record. ARGV: the revision that has to be there, the new one, the live copy's number and version, the record. */
const WRITE_SCRIPT = `
if tonumber(redis.call('HGET', KEYS[1], 'revision') or '0') ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'live', ARGV[3], 'record', ARGV[4])
return 1
`;

/** Copies of the balances view: each has a prefix of its own before its keys. */
export class BalancesCopies extends ViewCopies {
  readonly name = BALANCES.name;
  readonly version = BALANCES.version;
  private readonly redis: Redis;
  private readonly key: string;

  constructor(private readonly config: BalancesConfig) {
    super();
    this.redis = connectRedis(config);
    this.key = copiesKey(config.prefix);
  }

  async connect(): Promise<void> {
    if (this.redis.status === 'wait' || this.redis.status === 'end') await this.redis.connect();
    await this.redis.ping();
  }

  async record(): Promise<CopyRecord | undefined> {
    const text = await this.redis.hget(this.key, 'record');
    return text === null ? undefined : (JSON.parse(text) as CopyRecord);
  }

  async write(record: CopyRecord): Promise<boolean> {
    const { revision, live } = record;
    const args = [`${revision - 1}`, `${revision}`, `${live.number} ${live.version}`];
    return (await this.redis.eval(WRITE_SCRIPT, 1, this.key, ...args, JSON.stringify(record))) === 1;
  }

  open(number: number): RedisBalances {
    return new RedisBalances(this.config, number);
  }

  /** Positions first, so that a writer left behind finds nothing to join on to; the lists of ids last. */
  async drop(number: number): Promise<void> {
    const keys = new BalanceKeys(this.config.prefix, number);
    for (const partition of ALL_PARTITIONS) {
      await this.redis.unlink(keys.position(partition), keys.parked(partition));
      await this.dropAccounts(keys, partition);
    }
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async dropAccounts(keys: BalanceKeys, partition: number): Promise<void> {
    const list = keys.ids(partition);
    for (;;) {
      const ids = await this.redis.zrange(list, '0', String(DROP_KEYS - 1));
      if (ids.length === 0) return;
      await this.redis.unlink(ids.map((id) => keys.account(id)));
      await this.redis.zrem(list, ids);
    }
  }
}
