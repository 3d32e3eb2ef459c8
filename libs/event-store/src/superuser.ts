import pg from 'pg';

/** Ten million events take ten seconds. */
const TIMEOUT_MS = 600_000;

/** For what an operator does by hand otherwise. `url`: as a superuser. */
export async function asSuperuser<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, query_timeout: TIMEOUT_MS });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
