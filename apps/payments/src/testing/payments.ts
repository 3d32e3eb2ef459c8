import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, createLogger } from '@trine/platform';
import { createTestDatabase, type TestDatabase } from '@trine/event-store/testing';
import pg from 'pg';
import type { PaymentsConfig } from '../config.js';
import { PaymentsModule, paymentsOptions } from '../payments.module.js';
import { PaymentsClient } from './client.js';

export { transfer, type Reply } from './client.js';

type Settings = Partial<Pick<PaymentsConfig, 'TRINE_RELAY' | 'TRINE_TOPIC' | 'TRINE_KAFKA_BROKERS'>>;

/** One payments process, in process, spoken to over HTTP. */
export class Payments extends PaymentsClient {
  private constructor(
    private readonly app: NestFastifyApplication,
    url: string,
  ) {
    super(url);
  }

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

  /** How many appends the server is at that have written and only wait for the word to commit, or wait for a lock. */
  async appends(which: 'written' | 'waiting'): Promise<number> {
    const found = await this.query(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT append(%'
         AND CASE $1 WHEN 'written' THEN backend_xid IS NOT NULL AND wait_event = 'ClientRead'
           ELSE wait_event_type = 'Lock' END`,
      [which],
    );
    return found.length;
  }

  /** No event with the reference `poison` can be recorded, until the trigger of that name is dropped. */
  async poison(): Promise<void> {
    await this.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'poison' USING ERRCODE = '22000'; END $$`);
    await this.query(`
      CREATE TRIGGER poison BEFORE INSERT ON events FOR EACH ROW
      WHEN (NEW.data LIKE '%"reference":"poison"%') EXECUTE FUNCTION refuse()`);
  }

  /** No append gets on; resolves with what releases it. */
  async lockPartitions(): Promise<() => Promise<void>> {
    const client = await this.pool.connect();
    await client.query('BEGIN; SELECT FROM partitions FOR UPDATE');
    return async () => {
      await client.query('COMMIT');
      client.release();
    };
  }

  /** Posted, in minor units. */
  async posted(id: string): Promise<bigint> {
    const [row] = await this.query<{ posted: string }>('SELECT posted FROM accounts WHERE id = $1', [id]);
    return BigInt(row!.posted);
  }
}
