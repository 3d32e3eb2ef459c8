import { createTestDatabase } from './testing/index.js';
import { makeSpareSegments } from './spare-segments.js';
import { asSuperuser } from './superuser.js';

const SEGMENT_BYTES = 16 * 1024 * 1024;

it('leaves used segments of the log to be taken again', async () => {
  const database = await createTestDatabase();
  const log = () =>
    asSuperuser(database.url, async (client) => {
      const { rows } = await client.query<{ bytes: string; spare: number }>(
        `SELECT pg_current_wal_lsn() - '0/0' AS bytes, count(*)::int AS spare FROM pg_ls_waldir()
         WHERE name ~ '^[0-9A-F]{24}$' AND name > pg_walfile_name(pg_current_wal_lsn())`,
      );
      return rows[0]!;
    });
  try {
    const before = await log();
    await makeSpareSegments(database.url, 3);
    const after = await log();
    expect(Number(after.bytes) - Number(before.bytes)).toBeGreaterThan(2 * SEGMENT_BYTES);
    expect(after.spare).toBeGreaterThanOrEqual(3);
  } finally {
    await database.drop();
  }
});
