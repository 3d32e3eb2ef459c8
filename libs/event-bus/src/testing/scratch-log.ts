import {
  PARTITIONS,
  eventCatalogue,
  type Position,
  type RecordedEvent,
  type StoredEvent,
} from '@trine/contracts';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serverUrl } from './server-url.js';

/** What the read side sees of the event store, in a database of the test's own. */
export interface ScratchLog {
  readonly url: string;
  append(events: readonly RecordedEvent[]): Promise<void>;
  /** As if an event had been stored by a version of Trine that does not exist. */
  setTypeVersion(position: Position, typeVersion: number): Promise<void>;
  /** As if an event had been damaged where it is stored. */
  setData(position: Position, data: string): Promise<void>;
  drop(): Promise<void>;
}

const TABLES = `
  CREATE TABLE ledger (id uuid PRIMARY KEY);
  INSERT INTO ledger VALUES (gen_random_uuid());
  CREATE FUNCTION log_id() RETURNS uuid LANGUAGE sql AS 'SELECT id FROM ledger';
  CREATE TABLE partitions (partition smallint PRIMARY KEY, head bigint NOT NULL DEFAULT 0);
  INSERT INTO partitions SELECT generate_series(0, ${PARTITIONS - 1});
  CREATE TABLE events (
    partition smallint, sequence bigint, account_id text NOT NULL, type text NOT NULL,
    type_version smallint NOT NULL, data text NOT NULL, recorded_at timestamptz(3) NOT NULL, correlation_id text,
    PRIMARY KEY (partition, sequence)
  )`;

const APPEND = `
  WITH added AS (
    INSERT INTO events
    SELECT partition, sequence, "accountId", type, "typeVersion", data, "recordedAt", "correlationId"
    FROM jsonb_to_recordset($1) AS e (partition smallint, sequence bigint, "accountId" text, type text,
      "typeVersion" smallint, data text, "recordedAt" timestamptz, "correlationId" text)
    RETURNING partition, sequence
  )
  UPDATE partitions SET head = last FROM (SELECT partition, max(sequence) AS last FROM added GROUP BY 1) added
  WHERE partitions.partition = added.partition`;

export async function createScratchLog(): Promise<ScratchLog> {
  const server = serverUrl('TRINE_POSTGRES_URL');
  const name = `test_log_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(server), { pathname: name }).href;
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // Dropping the database ends the connection; nothing is lost by that.
  pool.on('error', () => undefined);
  await pool.query(TABLES);
  return {
    url,
    append: async (events) => {
      await pool.query(APPEND, [JSON.stringify(events.map(storedOf))]);
    },
    setTypeVersion: async ({ partition, sequence }, typeVersion) => {
      await pool.query('UPDATE events SET type_version = $3 WHERE partition = $1 AND sequence = $2', [
        partition,
        sequence,
        typeVersion,
      ]);
    },
    setData: async ({ partition, sequence }, data) => {
      await pool.query('UPDATE events SET data = $3 WHERE partition = $1 AND sequence = $2', [
        partition,
        sequence,
        data,
      ]);
    },
    drop: async () => {
      await pool.end();
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** An event as the write side would have stored it. */
export function storedOf(event: RecordedEvent): StoredEvent {
  const { type, data, ...place } = event;
  const { version: typeVersion } = eventCatalogue[type];
  return { type, typeVersion, accountId: data.accountId, data: JSON.stringify(data), ...place };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
