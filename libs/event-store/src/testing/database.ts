import { randomUUID } from 'node:crypto';
import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import pg from 'pg';
import { migrate } from '../migrate.js';

/** A database of a test's own on the real server. */
export interface TestDatabase {
  readonly url: string;
  readonly readerUrl: string;
  drop(): Promise<void>;
}

/** A checkpoint is of the whole server, as when a database is dropped, and fails while a test beside this one has a full disk. */
export const untilCheckpointed = retry(
  handleWhen(({ message }) => message === 'checkpoint request failed'),
  { maxAttempts: 60, backoff: new ConstantBackoff(500) },
);

/** An empty, migrated database beside the one that TRINE_POSTGRES_URL names; in a tablespace, when one is given. */
export async function createTestDatabase(tablespace = ''): Promise<TestDatabase> {
  const server = process.env['TRINE_POSTGRES_URL'];
  const reader = process.env['TRINE_POSTGRES_READER_URL'];
  if (server === undefined || reader === undefined)
    throw new Error('TRINE_POSTGRES_URL is not set: run `npm test`');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runOn(server, `CREATE DATABASE ${name}${tablespace && ` TABLESPACE ${tablespace}`}`);
  const [url, readerUrl] = [server, reader].map(
    (base) => Object.assign(new URL(base), { pathname: name }).href,
  );
  await migrate(url!, readerUrl!);
  return {
    url: url!,
    readerUrl: readerUrl!,
    drop: () => untilCheckpointed.execute(() => runOn(server, `DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

/** Runs one statement over a connection of its own. */
export async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
