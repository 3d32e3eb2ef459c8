import {
  ALL_PARTITIONS,
  ProblemError,
  type AccountResponse,
  type BalanceResponse,
  type Positions,
} from '@trine/contracts';
import { inOrder, type ParkedEvent } from '@trine/event-bus';
import type { Redis } from 'ioredis';
import {
  BALANCE_FIELDS,
  toAccount,
  toBalance,
  type AccountFields,
  type BalanceValues,
} from './account-fields.js';
import { LiveCopy, type Question } from './live-copy.js';
import { BALANCES, BalanceKeys, connectRedis, type BalancesConfig } from './store.js';

/** Accounts read in one step: Redis does nothing else meanwhile, and this takes it less than a millisecond. */
const PAGE = 500;

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
  private readonly live: LiveCopy;

  constructor(config: BalancesConfig) {
    this.redis = connectRedis(config);
    this.live = new LiveCopy(this.redis, config.prefix);
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
    const ids = await this.idsIn(ALL_PARTITIONS, after, limit + 1);
    const page = ids.slice(0, limit);
    const found = await this.fieldsOfAll(page);
    const accounts = Array.from(found, ([id, fields]) => toAccount(id, fields));
    return ids.length > limit ? { accounts, next: page.at(-1)! } : { accounts };
  }

  async balance(id: string): Promise<BalanceResponse | undefined> {
    return (await this.balances([id])).get(id);
  }

  /** Balances of many accounts in one round trip; those the view does not know are left out. */
  async balances(ids: readonly string[]): Promise<Map<string, BalanceResponse>> {
    const values = await this.ask((redis, keys) =>
      ids.map(
        (id) =>
          redis.hmget(keys.account(id), ...BALANCE_FIELDS) as Promise<unknown> as Promise<BalanceValues>,
      ),
    );
    const found = new Map<string, BalanceResponse>();
    ids.forEach((id, nth) => {
      const balance = toBalance(id, values[nth]!);
      if (balance !== undefined) found.set(id, balance);
    });
    return found;
  }

  /** Every account that the view knows, for checks: in no order, and some perhaps twice. */
  async *all(): AsyncGenerator<AccountResponse> {
    for (let cursor = '0', before = ''; ;) {
      let keys = new BalanceKeys();
      const [scanned] = await this.ask((redis, live) => {
        keys = live;
        const from = live.accounts() === before ? cursor : '0';
        return [redis.scan(from, 'MATCH', live.accounts(), 'COUNT', PAGE)];
      });
      const [next, found] = scanned!;
      const fields = await this.fieldsOfAll(found.map((key) => keys.accountIdOf(key)));
      for (const [id, known] of fields) yield toAccount(id, known);
      if (next === '0') return;
      [cursor, before] = [next, keys.accounts()];
    }
  }

  /** Those of the accounts that the view knows, for checks. */
  async accountsOf(ids: readonly string[]): Promise<AccountResponse[]> {
    const found = await this.fieldsOfAll(ids);
    return Array.from(found, ([id, fields]) => toAccount(id, fields));
  }

  /** Every id in the list of accounts, as often as it is listed, for checks. */
  async *listed(): AsyncGenerator<string> {
    for (const partition of ALL_PARTITIONS) {
      for (let last: string | undefined, full = true; full;) {
        const ids = await this.idsIn([partition], last, PAGE);
        yield* ids;
        [last, full] = [ids.at(-1), ids.length === PAGE];
      }
    }
  }

  /** How far the view has come, in all partitions or in those asked for. */
  async positions(partitions: readonly number[] = ALL_PARTITIONS): Promise<Positions> {
    const answers = await this.ask((redis, keys) =>
      partitions.map((partition) => redis.get(keys.position(partition))),
    );
    return new Map(partitions.map((partition, i) => [partition, Number(answers[i] ?? 0)]));
  }

  /** What the view could not take, and what waits behind it, in order. */
  async parked(): Promise<ParkedEvent[]> {
    const texts = await this.ask((redis, keys) =>
      ALL_PARTITIONS.map((partition) => redis.hvals(keys.parked(partition))),
    );
    return inOrder(texts.flat().map((text) => JSON.parse(text) as ParkedEvent));
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async fields(id: string): Promise<AccountFields | undefined> {
    return (await this.fieldsOfAll([id])).get(id);
  }

  /** In one round trip, in the order asked for; those the view does not know are left out. */
  private async fieldsOfAll(ids: readonly string[]): Promise<Map<string, AccountFields>> {
    const all = await this.ask((redis, keys) => ids.map((id) => redis.hgetall(keys.account(id))));
    const known = ids.flatMap((id, i) => (all[i]!['version'] === undefined ? [] : [[id, all[i]!] as const]));
    return new Map(known);
  }

  /** Each partition may hold all that come next, so each is asked for as many as are wanted. */
  private async idsIn(
    partitions: readonly number[],
    after: string | undefined,
    count: number,
  ): Promise<string[]> {
    const from = after === undefined ? '-' : `(${after}`;
    const answers = await this.ask((redis, keys) =>
      partitions.map((partition) => redis.zrangebylex(keys.ids(partition), from, '+', 'LIMIT', 0, count)),
    );
    // Ids are ASCII: the order of JavaScript's sort is that of their bytes.
    return answers.flat().sort().slice(0, count);
  }

  private async ask<T>(question: Question<T>): Promise<T[]> {
    try {
      return await this.live.ask(question);
    } catch {
      throw new ProblemError('unavailable', 'The balances view does not answer');
    }
  }
}
