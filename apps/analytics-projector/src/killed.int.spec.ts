import { randomUUID } from 'node:crypto';
import { AnalyticsReader } from '@trine/analytics';
import type { TestLedger } from '@trine/contracts/testing';
import { createClient } from '@clickhouse/client';
import { serverUrl, testKills, untilEqual } from '@trine/event-bus/testing';

const variable = 'TRINE_CLICKHOUSE_URL';
const server = new URL('/', serverUrl(variable)).href;
let database: string;
let url: string;
let reader: AnalyticsReader;
beforeEach(() => {
  database = `test_${randomUUID().replaceAll('-', '')}`;
  url = `${server}${database}`;
  reader = new AnalyticsReader({ url });
});
afterEach(async () => {
  await reader.close();
  const client = createClient({ url: server });
  await client.command({ query: `DROP DATABASE ${database}` });
  await client.close();
});

async function everyTransferOnce({ events }: TestLedger): Promise<void> {
  const transfers = events.filter(({ type }) => type === 'EntryPosted').length / 2;
  const total = async () => (await reader.categories({})).categories[0]?.transfers;
  await untilEqual(total, transfers);
  const heads = new Map<number, number>();
  for (const { partition, sequence } of events) heads.set(partition, sequence);
  await untilEqual(
    async () => JSON.stringify([...(await reader.positions())].sort()),
    JSON.stringify([...heads].sort()),
  );
  const { buckets } = await reader.volume({ interval: 'month' });
  expect(buckets).toMatchObject([{ transfers, amount: `${transfers / 100}.00` }]);
}

describe('the analytics count every transfer once', () => {
  testKills(
    () => ({
      app: 'analytics-projector',
      variable,
      storeUrl: url,
      movesPosition: (request) => request.includes('INSERT') && request.includes('positions'),
    }),
    everyTransferOnce,
  );
});
