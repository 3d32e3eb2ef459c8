import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, createLogger } from '@trine/platform';
import { createTestDatabase, type TestDatabase } from '@trine/event-store/testing';
import pg from 'pg';
import type { PaymentsConfig } from '../config.js';
import { PaymentsModule, paymentsOptions } from '../payments.module.js';

/** An answer as a caller sees it. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // The tests look into bodies of every shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

type Settings = Partial<Pick<PaymentsConfig, 'TRINE_RELAY' | 'TRINE_TOPIC' | 'TRINE_KAFKA_BROKERS'>>;

/** One payments process, in process, spoken to over HTTP. */
export class Payments {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  static async start(databaseUrl: string, settings: Settings = {}): Promise<Payments> {
    const config: PaymentsConfig = {
      HOST: '127.0.0.1',
      PORT: 0,
      LOG_LEVEL: 'silent',
      TRINE_POSTGRES_URL: databaseUrl,
      TRINE_KAFKA_BROKERS: process.env['TRINE_KAFKA_BROKERS'] ?? '127.0.0.1:1',
      TRINE_TOPIC: 'unused',
      TRINE_RELAY: false,
      TRINE_IDEMPOTENCY_DAYS: 7,
      ...settings,
    };
    const logger = createLogger('payments', config.LOG_LEVEL);
    const app = await createApp(PaymentsModule.forConfig(config), logger, paymentsOptions);
    await app.listen(0, config.HOST);
    return new Payments(app, await app.getUrl());
  }

  async stop(): Promise<void> {
    await this.app.close();
  }

  async send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.fetch(path, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async fetch(path: string, init?: RequestInit): Promise<Reply> {
    const response = await fetch(this.url + path, init);
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** The value of a metric without labels, as it is shown. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
  }

  post(body: object, key: string = randomUUID()): Promise<Reply> {
    return this.send('/v1/transfers', body, { 'idempotency-key': key });
  }

  open(body: object, key: string = randomUUID()): Promise<Reply> {
    return this.send('/v1/accounts', body, { 'idempotency-key': key });
  }

  batch(transfers: readonly unknown[], more: object = {}): Promise<Reply> {
    return this.send('/v1/transfers/batch', { transfers, ...more });
  }

  /** A command that is named by its path, such as `/v1/holds/h1/void`. */
  command(path: string, body: object = {}, key: string = randomUUID()): Promise<Reply> {
    return this.send(path, body, { 'idempotency-key': key });
  }

  limit(id: string, overdraftLimit: unknown, key: string = randomUUID()): Promise<Reply> {
    return this.fetch(`/v1/accounts/${id}/limits`, {
      method: 'PATCH',
      body: JSON.stringify({ overdraftLimit }),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
    });
  }

  /** Opens a bank that may owe without bound, and CZK accounts with 100.00 each. */
  async openFunded(...ids: string[]): Promise<void> {
    await this.open({ id: 'bank', currency: 'CZK', overdraftLimit: 'unlimited' });
    for (const id of ids) {
      await this.open({ id, currency: 'CZK' });
      await this.post(transfer('bank', id, '100.00'));
    }
  }
}

export function transfer(from: string, to: string, amount: string, more: object = {}) {
  return { from, to, amount, currency: 'CZK', ...more };
}

/** Resolves once `condition` holds; the test's own time limit ends it. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

/** Looks into the event store from outside. */
export class Ledger {
  private constructor(
    private readonly database: TestDatabase,
    private readonly pool: pg.Pool,
  ) {}

  /** In a tablespace, when one is given. */
  static async create(tablespace?: string): Promise<Ledger> {
    const database = await createTestDatabase(tablespace);
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    // A test may end every connection of the database, this one too.
    pool.on('error', () => undefined);
    return new Ledger(database, pool);
  }

  get url(): string {
    return this.database.url;
  }

  /** As the role that may only look. */
  get readerUrl(): string {
    return this.database.readerUrl;
  }

  async drop(): Promise<void> {
    await this.pool.end();
    await this.database.drop();
  }

  async query<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(text, values)).rows;
  }

  /** All that an append can change, as one value to compare. */
  async contents(): Promise<unknown> {
    const [row] = await this.query(`
      SELECT (SELECT json_agg(a ORDER BY id) FROM accounts a) AS accounts,
        (SELECT json_agg(p ORDER BY partition) FROM partitions p) AS partitions,
        (SELECT count(*) FROM events) AS events,
        (SELECT json_agg(t ORDER BY id) FROM transfers t) AS transfers,
        (SELECT json_agg(h ORDER BY id) FROM holds h) AS holds,
        (SELECT json_agg(key ORDER BY key) FROM idempotency_keys) AS keys`);
    return row;
  }

  /** Posted, in minor units. */
  async posted(id: string): Promise<bigint> {
    const [row] = await this.query<{ posted: string }>('SELECT posted FROM accounts WHERE id = $1', [id]);
    return BigInt(row!.posted);
  }
}
