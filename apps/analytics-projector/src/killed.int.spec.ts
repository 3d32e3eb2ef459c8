import { randomUUID } from 'node:crypto';
import { AnalyticsReader } from '@trine/analytics';
import { createClient } from '@clickhouse/client';
import { killRounds, serverUrl, untilEqual } from '@trine/event-bus/testing';

const server = new URL('/', serverUrl('TRINE_CLICKHOUSE_URL')).href;
const database = `test_${randomUUID().replaceAll('-', '')}`;
const url = `${server}${database}`;

it('counts every transfer once though the projector is killed again and again while they come', async () => {
  const reader = new AnalyticsReader({ url });
  await killRounds('analytics-projector', { TRINE_CLICKHOUSE_URL: url }, async ({ events }) => {
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
  });
  await reader.close();
  const client = createClient({ url: server });
  await client.command({ query: `DROP DATABASE ${database}` });
  await client.close();
});
