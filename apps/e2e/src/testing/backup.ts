import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, variable } from './system.js';

const execute = promisify(execFile);
const MAX_OUTPUT = 16 * 1024 * 1024;

/** A dump of the event store, as docs/operations.md tells operators to make and restore it. */
export interface Backup {
  /** In place of what is there now; nothing may be writing. */
  restore(): Promise<void>;
  drop(): Promise<void>;
}

/** One of PostgreSQL's own programs, of the server's version. */
async function run(program: string, ...args: string[]): Promise<void> {
  await execute(join(variable('TRINE_POSTGRES_TOOLS'), program), args, { maxBuffer: MAX_OUTPUT });
}

export async function backUp(): Promise<Backup> {
  const url = variable('TRINE_POSTGRES_URL');
  const database = new URL(url).pathname.slice(1);
  const server = new URL('/postgres', url).href;
  const folder = await mkdtemp(join(tmpdir(), 'trine-backup-'));
  const file = join(folder, 'trine.dump');
  await run('pg_dump', '--format=custom', `--file=${file}`, `--dbname=${url}`);
  return {
    restore: async () => {
      const sql = (text: string) => run('psql', '--set=ON_ERROR_STOP=1', `--command=${text}`, server);
      await sql(`DROP DATABASE ${database} WITH (FORCE)`);
      await sql(`CREATE DATABASE ${database}`);
      await run('pg_restore', '--exit-on-error', '--no-acl', `--dbname=${url}`, file);
      // As every start does: it lets the read side's role look again.
      await execute(process.execPath, [join(root, 'apps/payments/dist/migrate.js')]);
    },
    drop: () => rm(folder, { recursive: true }),
  };
}
