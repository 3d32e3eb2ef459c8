import type { Position, Positions, RecordedEvent } from '@trine/contracts';
import pg from 'pg';
import type { ParkedEvent } from '../parked/parked-event.js';
import { ReadModel } from '../read-model.js';

/**
 * A view that keeps nothing but which event was applied when: what a test of the runner wants to know. A row in its
 * table `refused` makes it refuse that event.
 */
export class PostgresRecorder extends ReadModel {
  readonly name = 'recorder';
  readonly version = 1;
  private readonly pool: pg.Pool;
  private readonly listeners: (() => void)[] = [];
  /** While true nothing can be parked. */
  parkingRefused = false;

  constructor(url: string) {
    super();
    this.pool = new pg.Pool({ connectionString: url, max: 2 });
    this.pool.on('error', () => this.listeners.forEach((listener) => listener()));
  }

  async connect(): Promise<void> {
    await this.pool.query(`
      CREATE TABLE IF NOT EXISTS applied (nth bigserial, partition smallint, sequence bigint);
      CREATE TABLE IF NOT EXISTS refused (partition smallint, sequence bigint);
      CREATE TABLE IF NOT EXISTS passed (partition smallint, sequence bigint);
      CREATE TABLE IF NOT EXISTS parked (partition smallint, sequence bigint, told jsonb,
        PRIMARY KEY (partition, sequence))`);
  }

  async positions(): Promise<Positions> {
    const { rows } = await this.pool.query<{ partition: number; last: string }>(
      'SELECT partition, max(sequence) AS last FROM passed GROUP BY partition',
    );
    return new Map(rows.map(({ partition, last }) => [partition, Number(last)]));
  }

  async apply(
    partition: number,
    events: readonly RecordedEvent[],
    parked: readonly ParkedEvent[] = [],
  ): Promise<void> {
    const sequences = events.map(({ sequence }) => sequence);
    if (this.parkingRefused && parked.length > 0) throw new Error('parking is refused');
    const { rows } = await this.pool.query<{ sequence: string }>(
      'SELECT sequence FROM refused WHERE partition = $1 AND sequence = ANY($2)',
      [partition, sequences],
    );
    if (rows.length > 0) throw new Error(`${partition}:${rows[0]!.sequence} is refused`);
    const last = Math.max(...sequences, ...parked.map(({ sequence }) => sequence));
    await this.pool.query(
      `WITH data AS (INSERT INTO applied (partition, sequence) SELECT $1, unnest($2::bigint[])),
            kept AS (INSERT INTO parked SELECT $1, sequence, told
                     FROM unnest($4::bigint[], $5::jsonb[]) kept (sequence, told) ON CONFLICT DO NOTHING)
       INSERT INTO passed VALUES ($1, $3)`,
      [
        partition,
        sequences,
        last,
        parked.map(({ sequence }) => sequence),
        parked.map((p) => JSON.stringify(p)),
      ],
    );
  }

  async parked(): Promise<ParkedEvent[]> {
    const { rows } = await this.pool.query<{ told: ParkedEvent }>('SELECT told FROM parked');
    return rows.map(({ told }) => told);
  }

  async park(parked: readonly ParkedEvent[]): Promise<void> {
    for (const each of parked)
      await this.pool.query('UPDATE parked SET told = $3 WHERE partition = $1 AND sequence = $2', [
        each.partition,
        each.sequence,
        JSON.stringify(each),
      ]);
  }

  async unpark(positions: readonly Position[]): Promise<void> {
    for (const { partition, sequence } of positions)
      await this.pool.query('DELETE FROM parked WHERE partition = $1 AND sequence = $2', [
        partition,
        sequence,
      ]);
  }

  /** What PostgreSQL itself says is never about an event: the refusals are ours. */
  isOutage(error: unknown): boolean {
    return !(error instanceof Error && error.message.endsWith('is refused'));
  }

  /** From now on these events are refused, and no others. */
  async refuse(partition: number, sequences: readonly number[]): Promise<void> {
    await this.pool.query('DELETE FROM refused');
    await this.pool.query('INSERT INTO refused SELECT $1, unnest($2::bigint[])', [partition, sequences]);
  }

  onConnectionLost(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Sequences of a partition in the order in which they were applied, repeats included. */
  async applied(partition: number): Promise<number[]> {
    const { rows } = await this.pool.query<{ sequence: string }>(
      'SELECT sequence FROM applied WHERE partition = $1 ORDER BY nth',
      [partition],
    );
    return rows.map(({ sequence }) => Number(sequence));
  }

  /** The store goes back: what was applied after `sequence` is lost. */
  async goBackTo(sequence: number): Promise<void> {
    for (const table of ['applied', 'parked'])
      await this.pool.query(`DELETE FROM ${table} WHERE sequence > $1`, [sequence]);
    await this.pool.query('UPDATE passed SET sequence = least(sequence, $1)', [sequence]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
