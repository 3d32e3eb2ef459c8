import type { ClickHouseClient } from '@clickhouse/client';
import { createDeclines } from './declines.js';
import { createEntries } from './entries.js';
import { createHolds } from './holds.js';
import { createLogEntries, createLogEntriesView } from './log-entries.js';
import { createParked } from './parked.js';
import { createPositions } from './positions.js';

/** The positions come last: none is ever there before its rows, or after them. */
export const TABLES = ['entries', 'declines', 'holds', 'parked', 'positions'] as const;
const CREATE = [createEntries, createDeclines, createHolds, createParked, createPositions];

/** Of a copy that is filled; the live one has none of these. They keep its number, and go when that is dropped. */
const FILLING_TABLES = ['log_entries_view', 'log_entries'];
const CREATE_FILLING = [createLogEntries, createLogEntriesView];

/** What the names of a copy's tables end with; the live copy has the plain names. */
export const suffixOf = (copy: number) => (copy === 0 ? '' : `_copy${copy}`);

/** Creates what is missing of a copy's tables; may be repeated, and by several projectors at once. */
export async function migrate(client: ClickHouseClient, database: string, copy: number): Promise<void> {
  await createDatabase(client, database);
  for (const create of copy === 0 ? CREATE : [...CREATE, ...CREATE_FILLING])
    await client.command({ query: create(database, suffixOf(copy)) });
}

export async function createDatabase(client: ClickHouseClient, database: string): Promise<void> {
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` });
}

/** The positions first, so that a writer left behind finds nothing to join on to. */
export async function dropTables(client: ClickHouseClient, database: string, copy: number): Promise<void> {
  for (const table of [...TABLES.toReversed(), ...FILLING_TABLES])
    await client.command({ query: `DROP TABLE IF EXISTS ${database}.${table}${suffixOf(copy)} SYNC` });
}

/** Comments of all tables, by name. */
export async function commentsOf(client: ClickHouseClient, database: string): Promise<Map<string, string>> {
  const answer = await client.query({
    query: 'SELECT name, comment FROM system.tables WHERE database = {database:String}',
    query_params: { database },
    format: 'JSONEachRow',
  });
  const rows = await answer.json<{ name: string; comment: string }>();
  return new Map(rows.map(({ name, comment }) => [name, comment]));
}

/**
 * Gives a copy's tables the plain names, one after the other, each in one step. Both sets hold what the other holds, and a
 * round that was begun before the halt brings either what is there already, so that a reader may find some of either;
 * the positions go last.
 */
export async function takeNames(client: ClickHouseClient, database: string, copy: number): Promise<void> {
  const names = await commentsOf(client, database);
  for (const table of TABLES) {
    const [plain, own] = [`${database}.${table}`, `${database}.${table}${suffixOf(copy)}`];
    const query = names.has(table)
      ? `EXCHANGE TABLES ${plain} AND ${own}`
      : `RENAME TABLE ${own} TO ${plain}`;
    await client.command({ query });
  }
}
