import pg from 'pg';
import { createTestDatabase, untilCheckpointed } from './testing/index.js';
import { vacuum } from './vacuum.js';

it('leaves nothing of the tables to autovacuum', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  const neverDone = async () => {
    const { rows } = await client.query(
      'SELECT relname FROM pg_stat_user_tables WHERE last_vacuum IS NULL OR last_analyze IS NULL',
    );
    return rows.length;
  };
  try {
    expect(await neverDone()).toBeGreaterThan(0);
    await untilCheckpointed.execute(() => vacuum(database.url));
    expect(await neverDone()).toBe(0);
  } finally {
    await client.end();
    await database.drop();
  }
});
