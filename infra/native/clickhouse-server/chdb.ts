import { createRequire } from 'node:module';

/** The part of chDB that the server uses; the package is in the cache, not among our dependencies. */
export interface Session {
  queryAsync(sql: string, options: { format: string }): Promise<Result>;
  queryBindAsync(sql: string, parameters: object, options: { format: string }): Promise<Result>;
  insert(insert: {
    table: string;
    columns?: readonly string[];
    values: Buffer;
    format: string;
  }): Promise<{ rowsWritten: number; bytesWritten: number }>;
  cleanup(): void;
}

export interface Result {
  readonly rowsRead: number;
  readonly bytesRead: number;
  bytes(): Uint8Array;
}

interface Chdb {
  readonly Session: new (path: string, options: { connectionArgs: string[] }) => Session;
}

/** Opens the engine on a data folder; `packageDir` is where chdb is installed. */
export function openSession(packageDir: string, dataDir: string): Session {
  const chdb = createRequire(`${packageDir}/index.js`)('chdb') as Chdb;
  return new chdb.Session(dataDir, { connectionArgs: ['--output_format_json_quote_64bit_integers=1'] });
}
