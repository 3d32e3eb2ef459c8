import type { Positions, RecordedEvent } from '@trine/contracts';
import { ReadModel } from '@trine/event-bus';
import type { Redis } from 'ioredis';
import { fieldsOf, type AccountFields } from './account-fields.js';
import { APPLY_SCRIPT } from './apply-script.js';
import {
  ALL_PARTITIONS,
  BALANCES,
  BalanceKeys,
  connectRedis,
  readPositions,
  type BalancesConfig,
} from './store.js';

/** Redis does nothing else while a script runs: this many events take about a millisecond. */
const MAX_SCRIPT_EVENTS = 500;

type Scripted = Redis & { applyBalances(keyCount: number, ...args: (string | number)[]): Promise<number> };

/** Writes what every account can spend right now. */
export class RedisBalances extends ReadModel {
  readonly name = BALANCES.name;
  readonly version = BALANCES.version;
  private readonly redis: Scripted;
  private readonly keys: BalanceKeys;

  constructor(config: BalancesConfig) {
    super();
    this.keys = new BalanceKeys(config.prefix);
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

  async apply(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    for (let from = 0; from < events.length; from += MAX_SCRIPT_EVENTS) {
      await this.applyBatch(partition, events.slice(from, from + MAX_SCRIPT_EVENTS));
    }
  }

  onConnectionLost(listener: () => void): void {
    this.redis.on('close', listener);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async applyBatch(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    const accounts = new Map<string, AccountFields>();
    for (const event of events) {
      const { accountId } = event.data;
      accounts.set(accountId, { ...accounts.get(accountId), ...fieldsOf(event) });
    }
    const opened = events.flatMap(({ type, data }) => (type === 'AccountOpened' ? [data.accountId] : []));
    const keys = [
      this.keys.position(partition),
      this.keys.ids(partition),
      ...Array.from(accounts.keys(), (id) => this.keys.account(id)),
    ];
    const args = [events[0]!.sequence, events.at(-1)!.sequence, opened.length, ...opened];
    for (const fields of accounts.values()) {
      const texts = Object.entries(fields).flat();
      args.push(fields['version']!, texts.length, ...texts);
    }
    await this.redis.applyBalances(keys.length, ...keys, ...args);
  }
}
