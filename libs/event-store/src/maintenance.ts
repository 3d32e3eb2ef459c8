import pg from 'pg';

/** VACUUM of ten million events takes ten seconds. */
const TIMEOUT_MS = 600_000;

/** Over a connection of its own, for work on the whole database that takes its time. */
export async function maintain(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, query_timeout: TIMEOUT_MS });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
