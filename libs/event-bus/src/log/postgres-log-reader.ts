import { formatPosition, type Position, type Positions, type StoredEvent } from '@trine/contracts';
import pg from 'pg';
import { isoTimes } from './iso-times.js';
import { LockedError, LogReader } from './log-reader.js';

const POOL_SIZE = 6;
/** Also of the wait for a connection: all partitions of a view that is filled want one. */
const TIMEOUT_MS = 10_000;

interface EventRow {
  readonly sequence: string;
  readonly accountId: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly data: string;
  readonly recordedAt: string;
  readonly correlationId: string | null;
}

/** The log in PostgreSQL, over a role that may only look. `onError` hears of idle connections that broke. */
export class PostgresLogReader extends LogReader {
  private readonly pool: pg.Pool;

  constructor(url: string, onError: (error: Error) => void) {
    super();
    this.pool = new pg.Pool({
      connectionString: url,
      max: POOL_SIZE,
      statement_timeout: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      connectionTimeoutMillis: TIMEOUT_MS,
      keepAlive: true,
    });
    // Without a listener a server that restarts would end this process; the pool connects anew by itself.
    this.pool.on('error', onError);
  }

  async logId(): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>('SELECT log_id() AS id');
    return rows[0]!.id;
  }

  async heads(): Promise<Positions> {
    const { rows } = await this.pool.query<{ partition: number; head: string }>(
      'SELECT partition, head FROM partitions',
    );
    return new Map(rows.map(({ partition, head }) => [partition, Number(head)]));
  }

  async stored(partition: number, after: number, limit: number): Promise<StoredEvent[]> {
    const { rows } = await this.pool.query<EventRow>({
      name: 'read-events',
      text: `SELECT sequence, account_id AS "accountId", type, type_version AS "typeVersion", data,
                    recorded_at AS "recordedAt", correlation_id AS "correlationId"
             FROM events WHERE partition = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
      values: [partition, after, limit],
      types: isoTimes(),
    });
    return rows.map((row) => storedEvent(partition, row));
  }

  async recordedAt(positions: readonly Position[]): Promise<Map<string, Date>> {
    const { rows } = await this.pool.query<{ partition: number; sequence: string; at: Date }>({
      name: 'recorded-at',
      text: `SELECT partition, sequence, recorded_at AS at FROM events
             JOIN unnest($1::smallint[], $2::bigint[]) wanted (partition, sequence) USING (partition, sequence)`,
      values: [positions.map(({ partition }) => partition), positions.map(({ sequence }) => sequence)],
    });
    return new Map(
      rows.map(({ partition, sequence, at }) => [
        formatPosition({ partition, sequence: Number(sequence) }),
        at,
      ]),
    );
  }

  /** An advisory lock of one connection: it goes with the process that holds it, however that ends. */
  async exclusively<T>(name: string, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const lost = new AbortController();
    const onError = (error: Error) => lost.abort(error);
    client.on('error', onError);
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
        [name],
      );
      if (rows[0]?.locked !== true) throw new LockedError(`Another process is at it: ${name}`);
      return await work(lost.signal);
    } finally {
      // Whoever asks next is not to find it taken; closed, not handed back, which gives it up in any case.
      await client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
      client.off('error', onError);
      client.release(true);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** Field by field: of a rebuild, a sixth was spent on spreading rows. */
function storedEvent(partition: number, row: EventRow): StoredEvent {
  const { accountId, type, typeVersion, data, recordedAt, correlationId } = row;
  const sequence = Number(row.sequence);
  return correlationId === null
    ? { partition, sequence, accountId, type, typeVersion, data, recordedAt }
    : { partition, sequence, accountId, type, typeVersion, data, recordedAt, correlationId };
}
