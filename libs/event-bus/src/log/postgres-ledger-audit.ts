import pg from 'pg';
import {
  ACCOUNT,
  accountOf,
  EVENT,
  eventOf,
  HOLD,
  holdOf,
  TRANSFER,
  transferOf,
  type RawAccount,
  type RawEvent,
  type RawHold,
  type RawTransfer,
} from './audited-rows.js';
import {
  LedgerAudit,
  type AccountRow,
  type AuditedEvent,
  type HoldRow,
  type PartitionEnd,
  type PartitionStart,
  type TransferRow,
} from './ledger-audit.js';

/** Pages are large, and whoever checks is in no hurry. */
const TIMEOUT_MS = 60_000;
/** Also for one of the connections to be free. */
const CONNECT_TIMEOUT_MS = 30_000;
/** The next page of events, transfers and holds are asked for at once. */
const POOL_SIZE = 3;

/** Over the role that may only look. */
export class PostgresLedgerAudit extends LedgerAudit {
  private readonly pool: pg.Pool;

  /** `onError` hears of idle connections that broke. */
  constructor(url: string, onError: (error: Error) => void) {
    super();
    this.pool = new pg.Pool({
      connectionString: url,
      max: POOL_SIZE,
      statement_timeout: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    this.pool.on('error', onError);
  }

  async ends(): Promise<PartitionEnd[]> {
    const rows = await this.rows<{ partition: number; sequence: string; last: string; link: Buffer }>(
      `SELECT partition, head AS sequence, link,
         coalesce((SELECT max(sequence) FROM events e WHERE e.partition = p.partition), 0) AS last
       FROM partitions p ORDER BY partition`,
    );
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence), last: Number(row.last) }));
  }

  /** Times never go back within a partition, so each is searched by halves: there is no index on them. */
  async starts(since: Date): Promise<PartitionStart[]> {
    const before = new Map((await this.ends()).map(({ partition, sequence }) => [partition, [0, sequence]]));
    while ([...before.values()].some(([low, high]) => low! < high!)) {
      const middles = new Map(
        Array.from(before, ([partition, [low, high]]) => [partition, Math.ceil((low! + high!) / 2)]),
      );
      const earlier = await this.areBefore(since, middles);
      for (const [partition, [low, high]] of before) {
        const middle = middles.get(partition)!;
        before.set(partition, earlier.has(partition) ? [middle, high!] : [low!, Math.max(middle - 1, low!)]);
      }
    }
    return this.links(Array.from(before, ([partition, [sequence]]) => [partition, sequence!]));
  }

  async events(partition: number, after: number, limit: number): Promise<AuditedEvent[]> {
    const rows = await this.rows<RawEvent>(
      `SELECT ${EVENT} FROM events WHERE partition = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
      [partition, after, limit],
    );
    return rows.map(eventOf);
  }

  async touched(partition: number, after: number): Promise<string[]> {
    const rows = await this.rows<{ id: string }>(
      'SELECT DISTINCT account_id AS id FROM events WHERE partition = $1 AND sequence > $2',
      [partition, after],
    );
    return rows.map(({ id }) => id);
  }

  async accounts(after: string, limit: number): Promise<AccountRow[]> {
    const text = `SELECT ${ACCOUNT} FROM accounts WHERE id > $1 ORDER BY id LIMIT $2`;
    return (await this.rows<RawAccount>(text, [after, limit])).map(accountOf);
  }

  async accountsOf(ids: readonly string[]): Promise<AccountRow[]> {
    const rows = await this.rows<RawAccount>(`SELECT ${ACCOUNT} FROM accounts WHERE id = ANY ($1)`, [ids]);
    return rows.map(accountOf);
  }

  async openHolds(after: string, limit: number): Promise<HoldRow[]> {
    const text = `SELECT ${HOLD} FROM holds WHERE id > $1 AND status = 'open' ORDER BY id LIMIT $2`;
    return (await this.rows<RawHold>(text, [after, limit])).map(holdOf);
  }

  async holdsOf(ids: readonly string[]): Promise<HoldRow[]> {
    const rows = await this.rows<RawHold>(`SELECT ${HOLD} FROM holds WHERE id = ANY ($1)`, [ids]);
    return rows.map(holdOf);
  }

  async reversed(after: string, limit: number): Promise<TransferRow[]> {
    const text = `SELECT ${TRANSFER} FROM transfers WHERE id > $1 AND reversed > 0 ORDER BY id LIMIT $2`;
    return (await this.rows<RawTransfer>(text, [after, limit])).map(transferOf);
  }

  async transfersOf(ids: readonly string[]): Promise<TransferRow[]> {
    const rows = await this.rows<RawTransfer>(`SELECT ${TRANSFER} FROM transfers WHERE id = ANY ($1)`, [ids]);
    return rows.map(transferOf);
  }

  async count(table: 'transfers' | 'holds'): Promise<number> {
    const [row] = await this.rows<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(row!.count);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** The partitions whose event at a sequence, or the next that is there, was recorded before `since`. */
  private async areBefore(since: Date, sequences: ReadonlyMap<number, number>): Promise<Set<number>> {
    const rows = await this.rows<{ partition: number }>(
      `SELECT s.partition FROM unnest($1::smallint[], $2::bigint[]) s (partition, sequence) CROSS JOIN LATERAL (
         SELECT recorded_at FROM events e WHERE e.partition = s.partition AND e.sequence >= s.sequence
         ORDER BY e.sequence LIMIT 1
       ) e WHERE e.recorded_at < $3`,
      [[...sequences.keys()], [...sequences.values()], since],
    );
    return new Set(rows.map(({ partition }) => partition));
  }

  private async links(positions: readonly (readonly [number, number])[]): Promise<PartitionStart[]> {
    const rows = await this.rows<{ partition: number; sequence: string; link: Buffer }>(
      `SELECT partition, sequence, coalesce(link, '') AS link
       FROM unnest($1::smallint[], $2::bigint[]) s (partition, sequence)
       LEFT JOIN events USING (partition, sequence) ORDER BY partition`,
      [positions.map(([partition]) => partition), positions.map(([, sequence]) => sequence)],
    );
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
  }

  private async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(text, values);
    return rows;
  }
}
