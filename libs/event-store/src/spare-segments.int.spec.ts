import pg from 'pg';
import { createTestDatabase, untilCheckpointed } from './testing/index.js';
import { makeSpareSegments } from './spare-segments.js';

const SEGMENT_BYTES = 16 * 1024 * 1024;

it('leaves used segments of the log to be taken again', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  const log = async () => {
    const { rows } = await client.query<{ written: string; checkpointed: string; spare: number }>(
      `SELECT pg_current_wal_lsn() - '0/0' AS written, redo_lsn - '0/0' AS checkpointed,
              (SELECT count(*)::int FROM pg_ls_waldir()
               WHERE name ~ '^[0-9A-F]{24}$' AND name > pg_walfile_name(pg_current_wal_lsn())) AS spare
       FROM pg_control_checkpoint()`,
    );
    return rows[0]!;
  };
  try {
    const { written } = await log();
    await untilCheckpointed.execute(() => makeSpareSegments(database.url, 4));
    const after = await log();
    expect(Number(after.checkpointed) - Number(written)).toBeGreaterThan(3 * SEGMENT_BYTES);
    expect(after.spare).toBeGreaterThan(0);
  } finally {
    await client.end();
    await database.drop();
  }
});
