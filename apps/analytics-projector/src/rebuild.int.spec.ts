import { AnalyticsCopies, AnalyticsReader } from '@trine/analytics';
import { createRebuildBench, dieAtEachStep, serverUrl, type RebuildBench } from '@trine/event-bus/testing';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { randomUUID } from 'node:crypto';

let database: string;
let config: { url: string };
let client: ClickHouseClient;
let reader: AnalyticsReader;
let bench: RebuildBench;
beforeEach(async () => {
  database = `analytics_test_${randomUUID().slice(0, 8)}`;
  config = {
    url: Object.assign(new URL(serverUrl('TRINE_CLICKHOUSE_URL')), { pathname: `/${database}` }).href,
  };
  client = createClient({ url: new URL('/', serverUrl('TRINE_CLICKHOUSE_URL')) });
  reader = new AnalyticsReader(config);
  bench = await createRebuildBench({
    copies: () => new AnalyticsCopies(config),
    positions: () => reader.positions(),
    accounts: async () => shownEntries(),
    holdMs: 0,
  });
});
afterEach(async () => {
  await bench.close();
  await reader.close();
  await client.command({ query: `DROP DATABASE ${database}` });
  await client.close();
});

async function shownEntries(): Promise<Map<string, number>> {
  const { accounts } = await reader.topAccounts({ direction: 'out', currency: 'CZK', limit: 50 });
  return new Map(accounts.map(({ accountId, entries }) => [accountId, entries]));
}

async function expectEntries(): Promise<void> {
  expect(await shownEntries()).toEqual(bench.newestEntries());
}

async function tables(): Promise<string[]> {
  const answer = await client.query({ query: `SHOW TABLES FROM ${database}`, format: 'JSONEachRow' });
  return (await answer.json<{ name: string }>()).map(({ name }) => name);
}

describe('a rebuild of the analytics', () => {
  it('under load shows no reader anything older or missing, and leaves the tables with their names', async () => {
    const faults = await bench.underLoad(async () => {
      for (let i = 0; i < 3; i++) await bench.rebuild();
    });
    expect(faults).toEqual([]);
    await expectEntries();
    expect(await bench.copyRecord()).toMatchObject({ switches: 3, switching: false, garbage: [] });
    const names = (await tables()).filter((name) => !name.startsWith('copies_r'));
    expect(names).toEqual(['declines', 'entries', 'holds', 'parked', 'positions']);
  });

  it('may die at any step: the old copy serves on, and the next rebuild ends it', async () => {
    const faults = await bench.underLoad(async () => {
      expect(await dieAtEachStep(bench)).toBeGreaterThan(5);
    });
    expect(faults).toEqual([]);
    await expectEntries();
    expect(await bench.copyRecord()).toMatchObject({ switching: false, garbage: [] });
  }, 120_000);

  it('is what a projector does by itself with the tables of an older version', async () => {
    const copies = new AnalyticsCopies(config);
    for (const name of ['entries', 'declines', 'positions'])
      await client.command({
        query: `CREATE OR REPLACE TABLE ${database}.${name} (partition UInt8) ENGINE = MergeTree ORDER BY partition`,
      });
    for (const name of (await tables())
      .filter((each) => /^(holds|parked|copies_r.*)$/.test(each))
      .sort()
      .reverse())
      await client.command({ query: `DROP TABLE ${database}.${name} SYNC` });
    while ((await copies.record())?.switches !== 1) await new Promise((resolve) => setTimeout(resolve, 50));
    await copies.close();
    await bench.record(20);
    await bench.untilShown();
    await expectEntries();
  });
});
