import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { PostgresEventStore } from './postgres-event-store.js';
import { appendOf } from './testing/append-of.js';
import { createTestDatabase } from './testing/database.js';

/** As many as a bank may open before autovacuum looks again. */
const OPENED_MEANWHILE = 100_000;

it('finds accounts by their key on connections whose plans were made while there were few', async () => {
  const database = await createTestDatabase();
  const admin = new pg.Client(database.url);
  await admin.connect();
  const store = await PostgresEventStore.connect(database.url);
  const post = async () =>
    store.append(
      appendOf(
        {
          type: 'post-transfer',
          id: randomUUID(),
          legs: [{ from: 'a', to: 'b', amount: 1n, currency: 'CZK' }],
          texts: {},
          occurredAt: '2026-01-01T00:00:00.000Z',
        },
        await store.loadAccounts(['a', 'b']),
      ),
    );
  try {
    await admin.query('ALTER TABLE accounts SET (autovacuum_enabled = off)');
    for (const id of ['a', 'b']) {
      const opening = { type: 'open-account', id, currency: 'CZK', overdraftLimit: null } as const;
      await store.append(appendOf(opening, new Map()));
    }
    await admin.query('ANALYZE');
    // PostgreSQL keeps a plan from the sixth time on.
    for (let time = 0; time < 10; time++) await post();
    await admin.query(
      `INSERT INTO accounts (id, partition, currency, version, entries, posted, held, overdraft_limit, status)
       SELECT 'x' || nth, 0, 'CZK', 1, 0, 0, 0, 0, 'open' FROM generate_series(1, $1::int) nth`,
      [OPENED_MEANWHILE],
    );
    for (let time = 0; time < 3; time++) await post();
    // A connection tells what it has read when it ends, at the latest.
    await store.close();
    const { rows } = await admin.query<{ read: string }>(
      `SELECT seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'accounts') AS read
       FROM pg_stat_user_tables WHERE relname = 'accounts'`,
    );
    expect(Number(rows[0]!.read)).toBeGreaterThan(0);
    expect(Number(rows[0]!.read)).toBeLessThan(OPENED_MEANWHILE);
  } finally {
    await admin.end();
    await database.drop();
  }
});
