import { ClickHouseError, type ClickHouseClient } from '@clickhouse/client';
import { ViewCopies, type CopyRecord } from '@trine/event-bus';
import { connect, locationOf } from './clickhouse/client.js';
import { ClickHouseAnalytics } from './projection.js';
import type { AnalyticsConfig } from './store.js';
import { commentsOf, createDatabase, dropTables, takeNames } from './tables/migrate.js';
import { ANALYTICS, versionIn } from './tables/version.js';

const TABLE_ALREADY_EXISTS = '57';

/** A revision of the record is an empty table of this name and the number; its comment is the record as JSON. */
const RECORD_TABLE = 'copies_r';

/**
 * Copies of the analytics view: each has a suffix of its own after its tables' names, and takes the plain ones when it
 * becomes the live one, since people's queries name them. The record is kept in comments of tables, because a name can
 * be taken only once, and nothing else in ClickHouse can be compared and set.
 */
export class AnalyticsCopies extends ViewCopies {
  readonly name = ANALYTICS.name;
  readonly version = ANALYTICS.version;
  private readonly client: ClickHouseClient;
  private readonly database: string;

  constructor(private readonly config: AnalyticsConfig) {
    super();
    const { server, database } = locationOf(config.url);
    this.database = database;
    this.client = connect(server);
  }

  connect(): Promise<void> {
    return createDatabase(this.client, this.database);
  }

  async record(): Promise<CopyRecord | undefined> {
    const newest = (await this.records()).at(-1);
    return newest === undefined ? undefined : (JSON.parse(newest.comment) as CopyRecord);
  }

  async write(record: CopyRecord): Promise<boolean> {
    const { revision } = record;
    const before = await this.records();
    if ((before.at(-1)?.revision ?? 0) !== revision - 1) return false;
    if (!(await this.create(revision, JSON.stringify(record)))) return false;
    // An older table may have been dropped before this one was created: then there is a newer one.
    if ((await this.records()).at(-1)?.revision !== revision) return false;
    for (const { name } of before.slice(0, -1))
      await this.client.command({ query: `DROP TABLE IF EXISTS ${this.database}.${name} SYNC` });
    return true;
  }

  open(number: number): ClickHouseAnalytics {
    return new ClickHouseAnalytics(this.config, number);
  }

  drop(number: number): Promise<void> {
    return dropTables(this.client, this.database, number);
  }

  /**
   * The next copy is given up before its tables take the plain names: whoever dies in between leaves some of either
   * under these, which is the live copy still, and complete; only the next rebuild begins anew.
   */
  override async promote(record: CopyRecord): Promise<CopyRecord> {
    const { next, ...rest } = record;
    if (next === undefined) throw new Error('There is no copy to switch to');
    const given = await this.change(rest, { garbage: [...record.garbage, next.number] });
    await takeNames(this.client, this.database, next.number);
    return this.change(given, {
      live: { ...next, number: 0 },
      switches: record.switches + 1,
      switching: false,
    });
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  override async foundVersion(): Promise<number> {
    const comment = (await commentsOf(this.client, this.database)).get('positions');
    return comment === undefined ? this.version : versionIn(comment);
  }

  private async create(revision: number, record: string): Promise<boolean> {
    if (/['\\]/.test(record)) throw new Error('The record of copies cannot be written as a comment');
    try {
      const table = `${this.database}.${RECORD_TABLE}${revision}`;
      await this.client.command({
        query: `CREATE TABLE ${table} (none UInt8) ENGINE = Null COMMENT '${record}'`,
      });
      return true;
    } catch (error) {
      if (error instanceof ClickHouseError && error.code === TABLE_ALREADY_EXISTS) return false;
      throw error;
    }
  }

  /** Oldest first. */
  private async records(): Promise<{ name: string; comment: string; revision: number }[]> {
    return [...(await commentsOf(this.client, this.database))]
      .filter(([name]) => name.startsWith(RECORD_TABLE))
      .map(([name, comment]) => ({ name, comment, revision: Number(name.slice(RECORD_TABLE.length)) }))
      .sort((a, b) => a.revision - b.revision);
  }
}
