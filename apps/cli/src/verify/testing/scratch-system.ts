import { createClient } from '@clickhouse/client';
import { AnalyticsReader, ClickHouseAnalytics } from '@trine/analytics';
import { BalancesReader, RedisBalances } from '@trine/balances';
import { ALL_PARTITIONS } from '@trine/contracts';
import { PostgresLedgerAudit, PostgresLogReader, type LogReader, type ReadModel } from '@trine/event-bus';
import { serverUrl } from '@trine/event-bus/testing';
import { createTestDatabase, TestWriter } from '@trine/event-store/testing';
import { HistoryReader, MongoHistory } from '@trine/history';
import { Redis } from 'ioredis';
import { createConnection } from 'mongoose';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

const ignore = () => undefined;
/** Small, so that views stand anywhere between what belongs together. */
const BATCH = 20;

export type ScratchSystem = Awaited<ReturnType<typeof openSystem>>;

/** An event store and three views of a test's own on the real servers, without a bus, and doors to change each. */
export async function openSystem() {
  const name = `verify_test_${randomUUID().slice(0, 8)}`;
  const [mongoUrl, clickHouseUrl] = ['TRINE_MONGODB_URL', 'TRINE_CLICKHOUSE_URL'].map(
    (server) => Object.assign(new URL(serverUrl(server)), { pathname: `/${name}` }).href,
  ) as [string, string];
  const balancesConfig = { url: serverUrl('TRINE_REDIS_URL'), prefix: `${name}:`, onError: ignore };
  const database = await createTestDatabase();
  const writer = await TestWriter.connect(database.url);
  const log = new PostgresLogReader(database.readerUrl, ignore);
  const views = [
    new RedisBalances(balancesConfig),
    new MongoHistory({ url: mongoUrl }),
    new ClickHouseAnalytics({ url: clickHouseUrl }),
  ];
  for (const view of views) await view.connect();
  const stores = {
    audit: new PostgresLedgerAudit(database.readerUrl, ignore),
    balances: new BalancesReader(balancesConfig),
    history: new HistoryReader({ url: mongoUrl }),
    analytics: new AnalyticsReader({ url: clickHouseUrl }),
  };
  await stores.balances.connect();
  const postgres = new pg.Client(database.url);
  await postgres.connect();
  const redis = new Redis(balancesConfig.url, { keyPrefix: balancesConfig.prefix });
  const mongo = createConnection(mongoUrl, { useBigInt64: true });
  await mongo.asPromise();
  const clickHouse = createClient({ url: new URL('/', clickHouseUrl) });
  const close = async () => {
    await Promise.all([...views, ...Object.values(stores), writer, log].map((each) => each.close()));
    const keys = await redis.keys(`${balancesConfig.prefix}*`);
    for (const key of keys) await redis.del(key.slice(balancesConfig.prefix.length));
    await mongo.dropDatabase();
    await clickHouse.command({ query: `DROP DATABASE ${name}` });
    await Promise.all([postgres.end(), redis.quit(), mongo.close(), clickHouse.close()]);
    await database.drop();
  };
  return {
    writer,
    stores,
    /** Brings every view to where the log ends now. */
    catchUp: () => Promise.all(views.map((view) => apply(log, view))),
    views: { apply: (view: number) => apply(log, views[view]!) },
    postgres,
    redis,
    mongo,
    clickHouse,
    name,
    close,
  };
}

async function apply(log: LogReader, view: ReadModel): Promise<void> {
  const applied = await view.positions();
  await Promise.all(
    ALL_PARTITIONS.map(async (partition) => {
      for (let last = applied.get(partition) ?? 0; ;) {
        const events = await log.read(partition, last, BATCH);
        if (events.length === 0) return;
        await view.apply(partition, events);
        last = events.at(-1)!.sequence;
      }
    }),
  );
}
