import { isNativeError } from 'node:util/types';
import { ClickHouseError, ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';

/** A server that does not answer within this is taken for gone; inserts of a full buffer take a fraction of it. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Each projector writes one insert at a time; a reader has a few questions at once. */
const MAX_CONNECTIONS = 16;

/** Where the view is: the server, and the database as the path of its URL. */
export interface Location {
  readonly server: string;
  readonly database: string;
}

/** @throws Error when the URL's path is no plain database name: it is written into statements */
export function locationOf(url: string): Location {
  const address = new URL(url);
  const database = address.pathname.slice(1);
  if (!/^[A-Za-z_]\w{0,63}$/.test(database)) {
    throw new Error('TRINE_CLICKHOUSE_URL has to end with a database name of letters, digits and _');
  }
  address.pathname = '/';
  return { server: address.toString(), database };
}

export function connect(server: string): ClickHouseClient {
  return createClient({
    url: server,
    application: 'trine',
    request_timeout: REQUEST_TIMEOUT_MS,
    max_open_connections: MAX_CONNECTIONS,
    // It would log statements with their parameters; whoever calls gets the error and logs it.
    log: { level: ClickHouseLogLevel.OFF },
    compression: { request: false, response: false },
  });
}

/** Out of time, memory, disk or room for queries, not created yet or of an older version: what passes by itself. */
const PASSING_CODES = new Set(['47', '60', '81', '159', '202', '209', '210', '241', '242', '243', '252']);

/** Whether an error says that the server cannot be asked now, rather than that we asked for something wrong. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ClickHouseError) return PASSING_CODES.has(error.code);
  if (!isNativeError(error)) return false;
  return 'code' in error || error.message.startsWith('Timeout');
}
