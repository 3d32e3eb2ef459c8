import { ProblemError, type AccountResponse, type BalanceResponse, type Positions } from '@trine/contracts';
import type { Redis } from 'ioredis';
import { toAccount, toBalance, type AccountFields } from './account-fields.js';
import {
  ALL_PARTITIONS,
  BALANCES,
  BalanceKeys,
  connectRedis,
  readPositions,
  type BalancesConfig,
} from './store.js';

/** Keys looked at in one step: Redis does nothing else meanwhile, and this takes it less than a millisecond. */
const SCAN_KEYS = 500;

/**
 * Answers what an account can spend right now. Every method throws ProblemError `unavailable` in bounded time when
 * Redis does not answer.
 */
export class BalancesReader {
  readonly name = BALANCES.name;
  readonly version = BALANCES.version;
  private readonly redis: Redis;
  private readonly keys: BalanceKeys;

  constructor(config: BalancesConfig) {
    this.keys = new BalanceKeys(config.prefix);
    this.redis = connectRedis(config);
  }

  /** Resolves after the first try to connect, whether or not it worked: the next ones follow by themselves. */
  async connect(): Promise<void> {
    await this.redis.connect().catch(() => undefined);
  }

  /** Undefined when the view knows no such account. */
  async account(id: string): Promise<AccountResponse | undefined> {
    const fields = await this.fields(id);
    return fields && toAccount(id, fields);
  }

  async balance(id: string): Promise<BalanceResponse | undefined> {
    const fields = await this.fields(id);
    return fields && toBalance(id, fields);
  }

  /** Balances of many accounts in one round trip; those the view does not know are left out. */
  async balances(ids: readonly string[]): Promise<Map<string, BalanceResponse>> {
    const pipeline = this.redis.pipeline();
    for (const id of ids) pipeline.hgetall(this.keys.account(id));
    const results = await available(pipeline.exec());
    const found = new Map<string, BalanceResponse>();
    results?.forEach(([error, fields], i) => {
      if (error !== null) throw unavailable();
      if (Object.keys(fields as AccountFields).length > 0)
        found.set(ids[i]!, toBalance(ids[i]!, fields as AccountFields));
    });
    return found;
  }

  /** Every account that the view knows, for checks: in no order, and some perhaps twice. */
  async *all(): AsyncGenerator<BalanceResponse> {
    let cursor = '0';
    do {
      const scan = this.redis.scan(cursor, 'MATCH', this.keys.accounts(), 'COUNT', SCAN_KEYS);
      const [next, found] = await available(scan);
      yield* (await this.balances(found.map((key) => this.keys.accountIdOf(key)))).values();
      cursor = next;
    } while (cursor !== '0');
  }

  /** How far the view has come, in all partitions or in those asked for. */
  async positions(partitions: readonly number[] = ALL_PARTITIONS): Promise<Positions> {
    return available(readPositions(this.redis, this.keys, partitions));
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async fields(id: string): Promise<AccountFields | undefined> {
    const fields = await available(this.redis.hgetall(this.keys.account(id)));
    return fields['version'] === undefined ? undefined : fields;
  }
}

async function available<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch {
    throw unavailable();
  }
}

function unavailable(): ProblemError {
  return new ProblemError('unavailable', 'The balances view does not answer');
}
