import { ALL_PARTITIONS, type Position, type Positions, type RecordedEvent } from '@trine/contracts';
import { inOrder, ReadModel, type ParkedEvent } from '@trine/event-bus';
import type { Redis } from 'ioredis';
import { fieldsAfter } from './account-fields.js';
import { APPLY_SCRIPT } from './apply-script.js';
import { inOneWrite } from './one-write.js';
import {
  BALANCES,
  BalanceKeys,
  connectRedis,
  readParked,
  readPositions,
  type BalancesConfig,
} from './store.js';

/** Redis does nothing else while a script runs: this many events take about a millisecond. */
const MAX_SCRIPT_EVENTS = 500;

/** What the server says of itself, and what our script says of a store that has gone back. */
const PASSING =
  /\b(LOADING|OOM|READONLY|MISCONF|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|NOREPLICAS|NOAUTH|NOPERM|WRONGPASS|BEHIND)\b/;

type Scripted = Redis & { applyBalances(keyCount: number, ...args: (string | number)[]): Promise<number> };

/** Writes what every account can spend right now, into one copy of the view. */
export class RedisBalances extends ReadModel {
  readonly name = BALANCES.name;
  readonly version = BALANCES.version;
  private readonly redis: Scripted;
  private readonly keys: BalanceKeys;

  constructor(config: BalancesConfig, copy = 0) {
    super();
    this.keys = new BalanceKeys(config.prefix, copy);
    this.redis = connectRedis(config) as Scripted;
    this.redis.defineCommand('applyBalances', { lua: APPLY_SCRIPT });
  }

  async connect(): Promise<void> {
    if (this.redis.status === 'wait' || this.redis.status === 'end') await this.redis.connect();
    await this.redis.ping();
  }

  async positions(): Promise<Positions> {
    return readPositions(this.redis, this.keys, ALL_PARTITIONS);
  }

  async apply(
    partition: number,
    events: readonly RecordedEvent[],
    parked: readonly ParkedEvent[] = [],
  ): Promise<void> {
    const all = parked.length === 0 ? events : inOrder([...events, ...parked]);
    for (let from = 0; from < all.length; from += MAX_SCRIPT_EVENTS) {
      await this.applyBatch(partition, all.slice(from, from + MAX_SCRIPT_EVENTS));
    }
  }

  async parked(): Promise<ParkedEvent[]> {
    return readParked(this.redis, this.keys);
  }

  async park(parked: readonly ParkedEvent[]): Promise<void> {
    await Promise.all(
      inOneWrite(this.redis, () =>
        parked.map((each) =>
          this.redis.hset(this.keys.parked(each.partition), each.sequence, JSON.stringify(each)),
        ),
      ),
    );
  }

  async unpark(positions: readonly Position[]): Promise<void> {
    await Promise.all(
      inOneWrite(this.redis, () =>
        positions.map(({ partition, sequence }) =>
          this.redis.hdel(this.keys.parked(partition), String(sequence)),
        ),
      ),
    );
  }

  isOutage(error: unknown): boolean {
    // No answer, unless we failed before anything was asked.
    if (!(error instanceof Error) || error.name !== 'ReplyError')
      return !(error instanceof TypeError || error instanceof RangeError);
    return PASSING.test(error.message);
  }

  onConnectionLost(listener: () => void): void {
    this.redis.on('close', listener);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async applyBatch(
    partition: number,
    batch: readonly (RecordedEvent | ParkedEvent)[],
  ): Promise<void> {
    const events = batch.filter((each): each is RecordedEvent => 'data' in each);
    const parked = batch.filter((each): each is ParkedEvent => 'parkedAt' in each);
    const accounts = fieldsAfter(events);
    const opened = events.flatMap(({ type, data }) => (type === 'AccountOpened' ? [data.accountId] : []));
    const keys = [
      this.keys.position(partition),
      this.keys.ids(partition),
      this.keys.parked(partition),
      ...Array.from(accounts.keys(), (id) => this.keys.account(id)),
    ];
    const args: (string | number)[] = [batch[0]!.sequence, batch.at(-1)!.sequence, parked.length];
    args.push(...parked.flatMap((each) => [each.sequence, JSON.stringify(each)]), opened.length, ...opened);
    for (const fields of accounts.values()) {
      const texts = Object.entries(fields).flat();
      args.push(fields['version']!, texts.length, ...texts);
    }
    await this.redis.applyBalances(keys.length, ...keys, ...args);
  }
}
