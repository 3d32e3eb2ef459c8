import type { ClickHouseClient } from '@clickhouse/client';
import type { Positions } from '@trine/contracts';
import type { ParkedEvent } from '@trine/event-bus';
import { Readable } from 'node:stream';
import { connect, isOutage, locationOf } from './clickhouse/client.js';
import type { DeclineRow } from './tables/declines.js';
import type { EntryRow } from './tables/entries.js';
import { LOG_ENTRY_COLUMNS } from './tables/log-entries.js';
import type { HoldRow } from './tables/holds.js';
import { migrate, suffixOf } from './tables/migrate.js';
import type { ParkedRow } from './tables/parked.js';
import type { PositionRow } from './tables/positions.js';
import { ANALYTICS } from './tables/version.js';
import type { LogEntries } from './writing/log-entries.js';

export interface AnalyticsConfig {
  /** `http://user:password@host:port/database` */
  readonly url: string;
}

/** What rows each table takes. */
interface Tables {
  entries: EntryRow;
  declines: DeclineRow;
  holds: HoldRow;
  parked: ParkedRow;
  positions: PositionRow;
}

/**
 * Said with every insert, because the defaults changed in 26.2: the insert is answered when its rows are in, and is
 * never taken for a repeat of another (rows replace themselves).
 */
const INSERT_SETTINGS = { async_insert: 0, deduplicate_insert: 'disable' } as const;

/** What a query may cost, in seconds and bytes, whoever asks. */
const QUERY_SETTINGS = {
  max_execution_time: 5,
  max_memory_usage: '1000000000',
  // Beginnings of hours and months stay right outside the years 1970 to 2106 too.
  enable_extended_results_for_datetime_functions: 1,
  // With FINAL an index need not look beyond the granules it finds: rows of one position are equal in every column.
  use_skip_indexes_if_final_exact_mode: 0,
} as const;

/** The tables of one copy of the analytics view. Every statement names its database: nothing rests on a session. */
export class AnalyticsStore {
  readonly database: string;
  private readonly client: ClickHouseClient;
  private readonly copy: number;
  private readonly suffix: string;
  private readonly lost: (() => void)[] = [];

  constructor(config: AnalyticsConfig, copy = 0) {
    const { server, database } = locationOf(config.url);
    this.database = database;
    this.client = connect(server);
    this.copy = copy;
    this.suffix = suffixOf(copy);
  }

  /** Creates what is missing of database and tables. */
  async migrate(): Promise<void> {
    await this.guard(() => migrate(this.client, this.database, this.copy));
  }

  async insert<T extends keyof Tables>(table: T, rows: readonly Tables[T][]): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const columns = Object.keys(first) as [string & keyof typeof first, ...(string & keyof typeof first)[]];
    await this.guard(() =>
      this.client.insert({
        table: `${this.database}.${table}${this.suffix}`,
        columns,
        values: rows.map((row) => columns.map((column) => row[column])),
        // Without the names again in every row.
        format: 'JSONCompactEachRow',
        clickhouse_settings: INSERT_SETTINGS,
      }),
    );
  }

  /** Only where the copy is one that is being filled. */
  async insertLogEntries(batches: readonly LogEntries[]): Promise<void> {
    const texts = batches.map(({ text }) => text).filter((text) => text !== '');
    if (texts.length === 0) return;
    await this.guard(() =>
      this.client.insert({
        table: `${this.database}.log_entries${this.suffix}`,
        columns: LOG_ENTRY_COLUMNS,
        values: Readable.from(
          texts.map((text) => Buffer.from(text)),
          { objectMode: false },
        ),
        format: 'TabSeparated',
        clickhouse_settings: INSERT_SETTINGS,
      }),
    );
  }

  /** Rows as objects; integers of 64 bits and more come as strings. */
  async query<Row>(query: string, parameters: Record<string, unknown> = {}): Promise<Row[]> {
    return this.guard(async () => {
      const result = await this.client.query({
        query,
        query_params: parameters,
        format: 'JSONEachRow',
        clickhouse_settings: QUERY_SETTINGS,
      });
      return result.json<Row>();
    });
  }

  async positions(): Promise<Positions> {
    const rows = await this.query<{ partition: number; applied: string }>(
      `SELECT partition, max(sequence) AS applied FROM ${this.database}.positions${this.suffix}
       WHERE version = {version:UInt16} GROUP BY partition`,
      { version: ANALYTICS.version },
    );
    return new Map(rows.map(({ partition, applied }) => [partition, Number(applied)]));
  }

  async parked(): Promise<ParkedEvent[]> {
    const rows = await this.query<{ told: string }>(
      `SELECT told FROM ${this.database}.parked${this.suffix} FINAL
       LEFT JOIN (
         SELECT partition, max(sequence) AS applied FROM ${this.database}.positions${this.suffix}
         WHERE version = {version:UInt16} GROUP BY partition
       ) AS positions USING (partition)
       WHERE version = {version:UInt16} AND parked = 1 AND sequence <= applied`,
      { version: ANALYTICS.version },
    );
    return rows.map(({ told }) => JSON.parse(told) as ParkedEvent);
  }

  /** HTTP knows no lasting connection: an answer that did not come is a connection lost. */
  onConnectionLost(listener: () => void): void {
    this.lost.push(listener);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async guard<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      if (isOutage(error)) this.lost.forEach((listener) => listener());
      throw error;
    }
  }
}
