import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client';
import { createDeclines } from './declines.js';
import { createEntries } from './entries.js';
import { createHolds } from './holds.js';
import { createParked } from './parked.js';
import { createPositions } from './positions.js';
import { ANALYTICS, VERSION_MARK } from './version.js';

/** The positions are the first to be set aside and the last to be created: none ever outlives its rows. */
const TABLES = ['positions', 'entries', 'declines', 'holds', 'parked'] as const;
const CREATE = [createEntries, createDeclines, createHolds, createParked, createPositions];

/** No such table (any more), or the name it should take is taken: another projector was first. */
const ALREADY_DONE = new Set(['57', '60']);

/** Brings the tables to this version; may be repeated, and by several projectors at once. */
export async function migrate(client: ClickHouseClient, database: string): Promise<void> {
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` });
  for (const table of await tablesOfAnotherVersion(client, database)) await setAside(client, database, table);
  for (const create of CREATE) await client.command({ query: create(database) });
}

async function tablesOfAnotherVersion(client: ClickHouseClient, database: string): Promise<string[]> {
  const answer = await client.query({
    query: `SELECT name FROM system.tables
      WHERE database = {database:String} AND NOT endsWith(comment, {mark:String})`,
    query_params: { database, mark: VERSION_MARK },
    format: 'JSONEachRow',
  });
  const names = new Set((await answer.json<{ name: string }>()).map(({ name }) => name));
  return TABLES.filter((table) => names.has(table));
}

/**
 * Under another name, for whoever still wants it, and not dropped: of two projectors that begin at once the slower
 * would drop what the faster has created already, while a name can be taken only once.
 */
async function setAside(client: ClickHouseClient, database: string, table: string): Promise<void> {
  try {
    await client.command({
      query: `RENAME TABLE ${database}.${table} TO ${database}.${table}_before_v${ANALYTICS.version}`,
    });
  } catch (error) {
    if (!(error instanceof ClickHouseError && ALREADY_DONE.has(error.code))) throw error;
  }
}
