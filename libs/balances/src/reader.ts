import { ProblemError, type AccountResponse, type BalanceResponse, type Positions } from '@trine/contracts';
import { inOrder, type ParkedEvent } from '@trine/event-bus';
import type { Redis } from 'ioredis';
import { toAccount, toBalance, type AccountFields } from './account-fields.js';
import {
  ALL_PARTITIONS,
  answersOf,
  BALANCES,
  BalanceKeys,
  connectRedis,
  readParked,
  readPositions,
  type BalancesConfig,
} from './store.js';

/** Keys looked at in one step: Redis does nothing else meanwhile, and this takes it less than a millisecond. */
const SCAN_KEYS = 500;

export interface AccountsPage {
  /** Accounts in the page, at least 1. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

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

  /**
   * A page of all accounts in order of the bytes of their ids, from after `after`; `next`, the last id of the page, is
   * there when more follow. Accounts opened meanwhile are shown where they belong.
   */
  async accounts({ limit, after }: AccountsPage): Promise<{ accounts: AccountResponse[]; next?: string }> {
    const ids = await this.idsAfter(after, limit + 1);
    const page = ids.slice(0, limit);
    const found = await this.fieldsOfAll(page);
    const accounts = Array.from(found, ([id, fields]) => toAccount(id, fields));
    return ids.length > limit ? { accounts, next: page.at(-1)! } : { accounts };
  }

  async balance(id: string): Promise<BalanceResponse | undefined> {
    const fields = await this.fields(id);
    return fields && toBalance(id, fields);
  }

  /** Balances of many accounts in one round trip; those the view does not know are left out. */
  async balances(ids: readonly string[]): Promise<Map<string, BalanceResponse>> {
    const found = await this.fieldsOfAll(ids);
    return new Map(Array.from(found, ([id, fields]) => [id, toBalance(id, fields)]));
  }

  /** Every account that the view knows, for checks: in no order, and some perhaps twice. */
  async *all(): AsyncGenerator<AccountResponse> {
    let cursor = '0';
    do {
      const scan = this.redis.scan(cursor, 'MATCH', this.keys.accounts(), 'COUNT', SCAN_KEYS);
      const [next, found] = await available(scan);
      const fields = await this.fieldsOfAll(found.map((key) => this.keys.accountIdOf(key)));
      for (const [id, known] of fields) yield toAccount(id, known);
      cursor = next;
    } while (cursor !== '0');
  }

  /** Those of the accounts that the view knows, for checks. */
  async accountsOf(ids: readonly string[]): Promise<AccountResponse[]> {
    const found = await this.fieldsOfAll(ids);
    return Array.from(found, ([id, fields]) => toAccount(id, fields));
  }

  /** Every id in the list of accounts, as often as it is listed, for checks. */
  async *listed(): AsyncGenerator<string> {
    for (const partition of ALL_PARTITIONS) {
      for (let from = '-'; ;) {
        const page = this.redis.zrangebylex(this.keys.ids(partition), from, '+', 'LIMIT', 0, SCAN_KEYS);
        const ids = await available(page);
        yield* ids;
        if (ids.length < SCAN_KEYS) break;
        from = `(${ids.at(-1)!}`;
      }
    }
  }

  /** How far the view has come, in all partitions or in those asked for. */
  async positions(partitions: readonly number[] = ALL_PARTITIONS): Promise<Positions> {
    return available(readPositions(this.redis, this.keys, partitions));
  }

  /** What the view could not take, and what waits behind it, in order. */
  async parked(): Promise<ParkedEvent[]> {
    return inOrder(await available(readParked(this.redis, this.keys)));
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async fields(id: string): Promise<AccountFields | undefined> {
    const fields = await available(this.redis.hgetall(this.keys.account(id)));
    return fields['version'] === undefined ? undefined : fields;
  }

  /** In one round trip, in the order asked for; those the view does not know are left out. */
  private async fieldsOfAll(ids: readonly string[]): Promise<Map<string, AccountFields>> {
    const pipeline = this.redis.pipeline();
    for (const id of ids) pipeline.hgetall(this.keys.account(id));
    const all = await available(answersOf<AccountFields>(pipeline));
    const known = ids.flatMap((id, i) => (all[i]!['version'] === undefined ? [] : [[id, all[i]!] as const]));
    return new Map(known);
  }

  /** Each partition may hold all that come next, so each is asked for as many as are wanted. */
  private async idsAfter(after: string | undefined, count: number): Promise<string[]> {
    const from = after === undefined ? '-' : `(${after}`;
    const pipeline = this.redis.pipeline();
    for (const partition of ALL_PARTITIONS)
      pipeline.zrangebylex(this.keys.ids(partition), from, '+', 'LIMIT', 0, count);
    const ids = (await available(answersOf<string[]>(pipeline))).flat();
    // Ids are ASCII: the order of JavaScript's sort is that of their bytes.
    return ids.sort().slice(0, count);
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
