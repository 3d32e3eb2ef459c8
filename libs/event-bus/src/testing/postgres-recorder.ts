import type { Positions, RecordedEvent } from '@trine/contracts';
import pg from 'pg';
import { ReadModel } from '../read-model.js';

/** A view that keeps nothing but which event was applied when: what a test of the runner wants to know. */
export class PostgresRecorder extends ReadModel {
  readonly name = 'recorder';
  readonly version = 1;
  private readonly pool: pg.Pool;
  private readonly listeners: (() => void)[] = [];

  constructor(url: string) {
    super();
    this.pool = new pg.Pool({ connectionString: url, max: 2 });
    this.pool.on('error', () => this.listeners.forEach((listener) => listener()));
  }

  async connect(): Promise<void> {
    await this.pool.query(
      'CREATE TABLE IF NOT EXISTS applied (nth bigserial, partition smallint, sequence bigint)',
    );
  }

  async positions(): Promise<Positions> {
    const { rows } = await this.pool.query<{ partition: number; last: string }>(
      'SELECT partition, max(sequence) AS last FROM applied GROUP BY partition',
    );
    return new Map(rows.map(({ partition, last }) => [partition, Number(last)]));
  }

  async apply(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    await this.pool.query('INSERT INTO applied (partition, sequence) SELECT $1, unnest($2::bigint[])', [
      partition,
      events.map(({ sequence }) => sequence),
    ]);
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
    await this.pool.query('DELETE FROM applied WHERE sequence > $1', [sequence]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
