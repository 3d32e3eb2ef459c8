import { maintain } from './maintenance.js';

/**
 * Brings the server where it is after its first hours of work: with used segments of its write-ahead log that it takes
 * again, `segments` of them or, unless said, as many as `min_wal_size` keeps. A new server has none, so every 16 MB an
 * append, and all behind it, wait until a segment is made and filled with zeros, 13 to 67 ms where it was measured.
 * `url`: as a superuser.
 */
export async function makeSpareSegments(url: string, segments?: number): Promise<void> {
  await maintain(url, async (client) => {
    const { rows } = await client.query<{ kept: number }>(
      `SELECT (pg_size_bytes(current_setting('min_wal_size'))
               / pg_size_bytes(current_setting('wal_segment_size')))::int AS kept`,
    );
    for (let made = 0; made < (segments ?? rows[0]!.kept); made += 1) {
      // Only a segment in which something stands is ended.
      await client.query(`SELECT pg_logical_emit_message(false, 'trine', '')`);
      await client.query('SELECT pg_switch_wal()');
    }
    // What it no longer needs is spare from here on.
    await client.query('CHECKPOINT');
  });
}
