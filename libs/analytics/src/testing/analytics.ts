import { randomUUID } from 'node:crypto';
import { createClient } from '@clickhouse/client';
import type { RecordedEvent } from '@trine/contracts';
import { serverUrl } from '@trine/event-bus/testing';
import { ClickHouseAnalytics } from '../projection.js';
import { AnalyticsReader } from '../reader.js';

export type TestAnalytics = Awaited<ReturnType<typeof openAnalytics>>;

/** An analytics view of its own on the server that the tests run against (or a wire to it), dropped by `close`. */
export async function openAnalytics(server = serverUrl('TRINE_CLICKHOUSE_URL')) {
  const database = `analytics_test_${randomUUID().slice(0, 8)}`;
  const address = new URL(server);
  address.pathname = `/${database}`;
  const url = address.toString();
  const projection = new ClickHouseAnalytics({ url });
  await projection.connect();
  const reader = new AnalyticsReader({ url });
  const client = createClient({ url: new URL('/', serverUrl('TRINE_CLICKHOUSE_URL')) });
  // In statements, @ stands for the database and its dot.
  const rows = async (sql: string) => {
    const result = await client.query({ query: sql.replaceAll('@', `${database}.`), format: 'JSONEachRow' });
    return result.json<Record<string, unknown>>();
  };
  const execute = (sql: string) => client.command({ query: sql.replaceAll('@', `${database}.`) });
  const close = async () => {
    await Promise.all([reader.close(), projection.close()]);
    await client.command({ query: `DROP DATABASE ${database}` });
    await client.close();
  };
  return { url, projection, reader, rows, execute, close };
}

/** Each partition in one batch. */
export async function applyAll(
  { projection }: TestAnalytics,
  partitions: ReadonlyMap<number, RecordedEvent[]>,
) {
  await Promise.all([...partitions].map(([partition, events]) => projection.apply(partition, events)));
}
