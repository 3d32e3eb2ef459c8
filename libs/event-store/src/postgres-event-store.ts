import { randomUUID } from 'node:crypto';
import type { Positions, StoredEvent } from '@trine/contracts';
import type { Account, Hold, Transfer } from '@trine/domain';
import type { Pool, QueryResultRow } from 'pg';
import { AppendConnection } from './append-connection.js';
import { conflictOf } from './append-conflict.js';
import { appendStatement } from './append-statement.js';
import { appendedEvents, storedEvents } from './appended-events.js';
import { createDataSource, poolOf } from './data-source.js';
import {
  EventStore,
  type AccountProfile,
  type Append,
  type PreparedAppend,
  type RecordedAnswer,
} from './event-store.js';
import { toAccount, toHold, toProfile, toStoredEvent, toTransfer, type EventRow } from './rows.js';

/** How long a process may think while others wait for it; it takes some milliseconds. */
const ALONE_TIMEOUT_MS = 2_000;

const ignored = () => undefined;

/** The event store on PostgreSQL; the tables are those of `migrations/`. */
export class PostgresEventStore extends EventStore {
  /** Another one for each store: behind a pooler a session may be of several. */
  private readonly id = randomUUID();
  private prepared = 0;

  /** `pool`: for queries one connection of it will do; appends that follow one another unanswered need one of their own. */
  constructor(
    private readonly pool: Pool,
    private readonly queries: Pick<Pool, 'query'> = pool,
    private readonly appends?: AppendConnection,
  ) {
    super();
  }

  /** Connects; the database has to be migrated already. */
  static async connect(url: string): Promise<PostgresEventStore> {
    const pool = poolOf(await createDataSource(url).initialize());
    return new PostgresEventStore(pool, pool, new AppendConnection(pool.options));
  }

  async close(): Promise<void> {
    await this.appends?.end();
    await this.pool.end();
  }

  prepare(append: Append, follows?: PreparedAppend): PreparedAppend {
    const name = `${this.id}:${++this.prepared}`;
    const events = appendedEvents(append);
    const statement = appendStatement(append, events, name, follows?.name);
    const over: Pick<AppendConnection, 'query'> = this.appends ?? this.queries;
    const send = async () => {
      try {
        const { rows } = await over.query<{ tokens: string[] }>(statement);
        const { tokens } = rows[0]!;
        return { tokens, events: () => storedEvents(append, events, tokens) };
      } catch (error) {
        throw conflictOf(error) ?? error;
      }
    };
    return { name, send };
  }

  async alone<T>(work: (store: EventStore) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    // While nothing is asked of it, nobody else hears that it broke; the next query does.
    client.on('error', ignored);
    try {
      // What an append locks first, whatever it is of. A process that freezes meanwhile does not keep others for long.
      await client.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${ALONE_TIMEOUT_MS};
        SELECT FROM partitions ORDER BY partition FOR UPDATE`);
      const result = await work(new PostgresEventStore(this.pool, client));
      await client.query('COMMIT');
      client.off('error', ignored);
      client.release();
      return result;
    } catch (error) {
      // Closed, which takes back what is not committed.
      client.release(true);
      throw error;
    }
  }

  async loadAccounts(ids: readonly string[]): Promise<Map<string, Account>> {
    return this.byId('accounts', ids, toAccount);
  }

  async loadProfiles(ids: readonly string[]): Promise<Map<string, AccountProfile>> {
    return this.byId('account_profiles', ids, toProfile);
  }

  async loadTransfers(ids: readonly string[]): Promise<Map<string, Transfer>> {
    return this.byId('transfers', ids, toTransfer);
  }

  async loadHolds(ids: readonly string[]): Promise<Map<string, Hold>> {
    return this.byId('holds', ids, toHold);
  }

  async dueHolds(at: number, limit: number): Promise<string[]> {
    const { rows } = await this.queries.query<{ id: string }>({
      name: 'due-holds',
      text: `SELECT id FROM holds WHERE status = 'open' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
      values: [new Date(at), limit],
    });
    return rows.map(({ id }) => id);
  }

  async findAnswers(keys: readonly string[]): Promise<Map<string, RecordedAnswer>> {
    const { rows } = await this.queries.query<RecordedAnswer>({
      name: 'find-answers',
      text: `SELECT key, body_hash AS "bodyHash", status, response, token FROM idempotency_keys WHERE key = ANY ($1)`,
      values: [keys],
    });
    return new Map(rows.map((row) => [row.key, row]));
  }

  async purgeAnswers(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.queries.query({
      name: 'purge-answers',
      text: `DELETE FROM idempotency_keys WHERE key IN (
               SELECT key FROM idempotency_keys WHERE created_at < $1 ORDER BY created_at LIMIT $2
               FOR UPDATE SKIP LOCKED)`,
      values: [before, limit],
    });
    return rowCount ?? 0;
  }

  async logId(): Promise<string> {
    const { rows } = await this.queries.query<{ id: string }>('SELECT log_id() AS id');
    return rows[0]!.id;
  }

  async heads(): Promise<Positions> {
    return this.positions(`SELECT partition, head AS sequence FROM partitions`);
  }

  async readAfter(positions: Positions, limit: number): Promise<Map<number, StoredEvent[]>> {
    const { rows } = await this.queries.query<EventRow>({
      name: 'read-after',
      text: `SELECT e.* FROM unnest($1::smallint[], $2::bigint[]) p (partition, sequence) CROSS JOIN LATERAL (
               SELECT partition, sequence, account_id, type, type_version, data, recorded_at, correlation_id FROM events
               WHERE partition = p.partition AND sequence > p.sequence ORDER BY sequence LIMIT $3
             ) e ORDER BY e.partition, e.sequence`,
      values: [[...positions.keys()], [...positions.values()], limit],
    });
    const pages = new Map<number, StoredEvent[]>();
    for (const event of rows.map(toStoredEvent)) {
      const page = pages.get(event.partition);
      if (page === undefined) pages.set(event.partition, [event]);
      else page.push(event);
    }
    return pages;
  }

  async nextRecordedAt(positions: Positions): Promise<Date | undefined> {
    const { rows } = await this.queries.query<{ at: Date | null }>({
      name: 'next-recorded-at',
      text: `SELECT min(e.recorded_at) AS at FROM unnest($1::smallint[], $2::bigint[]) p (partition, sequence)
             JOIN events e ON e.partition = p.partition AND e.sequence = p.sequence + 1`,
      values: [[...positions.keys()], [...positions.values()]],
    });
    return rows[0]?.at ?? undefined;
  }

  async relayCursors(): Promise<Positions> {
    return this.positions(`SELECT partition, sequence FROM relay_cursors`);
  }

  async moveRelayCursors(positions: Positions): Promise<void> {
    await this.queries.query({
      name: 'move-relay-cursors',
      text: `UPDATE relay_cursors c SET sequence = m.sequence
             FROM unnest($1::smallint[], $2::bigint[]) m (partition, sequence)
             WHERE c.partition = m.partition AND c.sequence < m.sequence`,
      values: [[...positions.keys()], [...positions.values()]],
    });
  }

  async ping(): Promise<void> {
    await this.queries.query('SELECT 1');
  }

  private async byId<Row extends QueryResultRow, T extends { readonly id: string }>(
    table: 'accounts' | 'account_profiles' | 'transfers' | 'holds',
    ids: readonly string[],
    read: (row: Row) => T,
  ): Promise<Map<string, T>> {
    const { rows } = await this.queries.query<Row>({
      name: `load-${table}`,
      text: `SELECT * FROM ${table} WHERE id = ANY ($1)`,
      values: [ids],
    });
    return new Map(rows.map(read).map((found) => [found.id, found]));
  }

  private async positions(text: string): Promise<Positions> {
    const { rows } = await this.queries.query<{ partition: number; sequence: string }>(text);
    return new Map(rows.map(({ partition, sequence }) => [partition, Number(sequence)]));
  }
}
