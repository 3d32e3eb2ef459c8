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
