import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Ledger1700000000001 } from './migrations/0001-ledger.js';
import { Append1700000000005 } from './migrations/0005-append.js';

/** Connections of one user of the store, for all but appends, which have their own: the pipeline looks things up, the relay reads. */
const POOL_SIZE = 4;
/** An append takes milliseconds; one that waits longer than this for anything gives up and is settled. */
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;
/** A connection that says nothing for this long is asked whether it is still there. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Everything here is looked up by key. Plans are kept per connection, and one made while a table was small would read it
 * whole, by itself or for a join, long after it has grown: until autovacuum has counted it again.
 */
const BY_KEY = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map((name) => `-c ${name}=off`);

/** The write side's database. Migrations are run by `migrate`, never on connecting. */
export function createDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: 'trine',
    poolSize: POOL_SIZE,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      // The driver's own limit is for a server that no longer answers at all.
      query_timeout: STATEMENT_TIMEOUT_MS + LOCK_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      options: BY_KEY.join(' '),
    },
    migrations: [Ledger1700000000001, Append1700000000005],
    migrationsTransactionMode: 'each',
    logging: false,
  });
}

/** The driver's pool: the append goes through a named prepared statement, which TypeORM's query() does not offer. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as PostgresDriver).master as Pool;
}
