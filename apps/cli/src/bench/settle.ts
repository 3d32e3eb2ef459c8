import pg from 'pg';

/**
 * What autovacuum does after a large load, done before anything is measured; otherwise it would be done meanwhile.
 * pgbench does the same with the tables that it fills. `url`: of the event store, as its owner.
 */
export async function settle(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
