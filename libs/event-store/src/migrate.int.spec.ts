import pg from 'pg';
import { migrate } from './migrate.js';
import { createTestDatabase, type TestDatabase } from './testing/database.js';

describe('migrate', () => {
  let databases: TestDatabase[] = [];
  afterEach(() => Promise.all(databases.map((database) => database.drop())));

  it('may run at once, on one database and on several of the same server, and again', async () => {
    databases = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()]);
    const [{ url, readerUrl }] = databases as [TestDatabase];
    const again = await Promise.all(Array.from({ length: 4 }, () => migrate(url, readerUrl)));
    expect(again).toEqual([[], [], [], []]);
  });

  it('replaces the append function of an earlier version', async () => {
    databases = [await createTestDatabase()];
    const [{ url, readerUrl }] = databases as [TestDatabase];
    const client = new pg.Client(url);
    await client.connect();
    const arity = async () =>
      (await client.query("SELECT pronargs FROM pg_proc WHERE proname = 'append'")).rows as unknown[];
    const now = await arity();
    await client.query(`
      DROP FUNCTION append;
      CREATE FUNCTION append(at timestamptz) RETURNS text[] LANGUAGE sql AS $$ SELECT '{}'::text[] $$;
      UPDATE migrations SET name = 'Append1700000000003', timestamp = 1700000000003 WHERE name LIKE 'Append%'`);
    expect(await migrate(url, readerUrl)).toEqual([expect.stringMatching(/^Append/)]);
    expect(await arity()).toEqual(now);
    await client.end();
  });

  it('lets the reader see the log and what is decided on, and nothing that holds answers; it changes nothing', async () => {
    databases = [await createTestDatabase()];
    const reader = new pg.Client(databases[0]!.readerUrl);
    await reader.connect();
    for (const table of ['ledger', 'partitions', 'events', 'accounts', 'transfers', 'holds'])
      await reader.query(`SELECT * FROM ${table}`);
    for (const table of ['idempotency_keys', 'account_profiles', 'relay_cursors']) {
      await expect(reader.query(`SELECT * FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    }
    await reader.query('SET default_transaction_read_only = off');
    await expect(reader.query('DELETE FROM events')).rejects.toMatchObject({ code: '42501' });
    await reader.end();
  });
});
