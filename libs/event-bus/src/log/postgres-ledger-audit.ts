import pg from 'pg';
import {
  LedgerAudit,
  type AccountRow,
  type AuditedEvent,
  type HoldRow,
  type PartitionEnd,
  type ReversedRow,
} from './ledger-audit.js';

/** Pages are large, and whoever checks is in no hurry. */
const TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 3_000;

type Raw<T, Numbers extends keyof T> = Omit<T, Numbers> & Record<Numbers, string>;

/** Over the role that may only look; one page at a time needs one connection. */
export class PostgresLedgerAudit extends LedgerAudit {
  private readonly pool: pg.Pool;

  /** `onError` hears of idle connections that broke. */
  constructor(url: string, onError: (error: Error) => void) {
    super();
    this.pool = new pg.Pool({
      connectionString: url,
      max: 1,
      statement_timeout: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    this.pool.on('error', onError);
  }

  async ends(): Promise<PartitionEnd[]> {
    const { rows } = await this.pool.query<Raw<PartitionEnd, 'sequence' | 'last'>>(
      `SELECT partition, head AS sequence, link,
         coalesce((SELECT max(sequence) FROM events e WHERE e.partition = p.partition), 0) AS last
       FROM partitions p ORDER BY partition`,
    );
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence), last: Number(row.last) }));
  }

  async events(partition: number, after: number, limit: number): Promise<AuditedEvent[]> {
    const { rows } = await this.pool.query<
      Raw<Omit<AuditedEvent, 'recordedAt'>, 'sequence' | 'accountVersion'> & {
        recordedAt: Date;
        correlationId: string | null;
      }
    >(
      `SELECT partition, sequence, account_id AS "accountId", account_version AS "accountVersion", type,
              type_version AS "typeVersion", data, recorded_at AS "recordedAt", correlation_id AS "correlationId", link
       FROM events WHERE partition = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
      [partition, after, limit],
    );
    return rows.map(({ correlationId, ...row }) => ({
      ...row,
      sequence: Number(row.sequence),
      accountVersion: Number(row.accountVersion),
      recordedAt: row.recordedAt.toISOString(),
      ...(correlationId === null ? {} : { correlationId }),
    }));
  }

  async accounts(after: string, limit: number): Promise<AccountRow[]> {
    const { rows } = await this.pool.query<
      Raw<Omit<AccountRow, 'overdraftLimit'>, 'version' | 'entries' | 'posted' | 'held'> & {
        overdraftLimit: string | null;
      }
    >(
      `SELECT id, version, entries, currency, posted, held, overdraft_limit AS "overdraftLimit", status
       FROM accounts WHERE id > $1 ORDER BY id LIMIT $2`,
      [after, limit],
    );
    return rows.map((row) => ({
      ...row,
      version: Number(row.version),
      entries: Number(row.entries),
      posted: BigInt(row.posted),
      held: BigInt(row.held),
      overdraftLimit: row.overdraftLimit === null ? null : BigInt(row.overdraftLimit),
    }));
  }

  async holds(after: string, limit: number): Promise<HoldRow[]> {
    const { rows } = await this.pool.query<Raw<HoldRow, 'amount' | 'captured'>>(
      `SELECT id, account_id AS "accountId", amount, captured, status FROM holds WHERE id > $1 ORDER BY id LIMIT $2`,
      [after, limit],
    );
    return rows.map((row) => ({ ...row, amount: BigInt(row.amount), captured: BigInt(row.captured) }));
  }

  async reversed(after: string, limit: number): Promise<ReversedRow[]> {
    const { rows } = await this.pool.query<Raw<ReversedRow, 'reversed'>>(
      'SELECT id, reversed FROM transfers WHERE id > $1 AND reversed > 0 ORDER BY id LIMIT $2',
      [after, limit],
    );
    return rows.map((row) => ({ ...row, reversed: BigInt(row.reversed) }));
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
