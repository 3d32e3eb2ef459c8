import { createDataSource } from './data-source.js';
import { ensureReaderRole } from './reader-role.js';

/** Any number; only one migration at a time may hold it. */
const MIGRATION_LOCK = 7_301_946_251;

/**
 * Brings the database at `url` up to date and lets the role of `readerUrl` read the log.
 * @returns the names of the migrations that were applied
 */
export async function migrate(url: string, readerUrl: string): Promise<string[]> {
  const dataSource = await createDataSource(url).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    // Held by the session: whoever comes second waits, then finds nothing left to do.
    await lock.query('SET lock_timeout = 0; SET statement_timeout = 60000');
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await dataSource.runMigrations();
    const reader = new URL(readerUrl);
    const [role, password] = [reader.username, reader.password].map(decodeURIComponent);
    await ensureReaderRole(dataSource, role!, password!);
    return applied.map(({ name }) => name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}
