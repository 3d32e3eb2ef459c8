import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isFull } from '../transient.js';
import { runOn } from './database.js';

const run = promisify(execFile);
const MEBIBYTES = 32;
const MORE_MEBIBYTES = 128;

/** A disk under a database of a test's own that can be filled up and given more room. */
export interface SmallDisk {
  /** To create the database in; '' for the server's own. */
  readonly tablespace: string;
  /** Takes all the room that is left. `url`: of the database. */
  fill(url: string): Promise<void>;
  enlarge(url: string): Promise<void>;
  /** After the database was dropped. */
  remove(): Promise<void>;
}

/**
 * A real one where a filesystem can be mounted and the server sees it: as root, beside a native server. Elsewhere the
 * real server only says that it has no room, by a trigger; `onPretence` is told why.
 */
export async function createSmallDisk(onPretence: (why: string) => void): Promise<SmallDisk> {
  const server = process.env['TRINE_POSTGRES_URL'] ?? '';
  const directory = await mkdtemp(join(tmpdir(), 'small-disk-'));
  const tablespace = `small_${randomUUID().replaceAll('-', '')}`;
  const unmount = async () => {
    await run('umount', [directory]).catch(() => undefined);
    await rmdir(directory);
  };
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${MEBIBYTES}m,mode=0700`, 'tmpfs', directory]);
    await runOn(server, `CREATE TABLESPACE ${tablespace} LOCATION '${directory}'`);
  } catch (error) {
    await unmount();
    onPretence(error instanceof Error ? error.message : String(error));
    return pretence;
  }
  return {
    tablespace,
    fill: (url) => fillUp(url),
    enlarge: async () => {
      await run('mount', ['-o', `remount,size=${MORE_MEBIBYTES}m`, directory]);
    },
    remove: async () => {
      await runOn(server, `DROP TABLESPACE ${tablespace}`);
      await unmount();
    },
  };
}

/** A row is a page: what is left is less than a table needs to grow. */
async function fillUp(url: string): Promise<void> {
  await runOn(url, 'CREATE TABLE filler (bytes text STORAGE PLAIN)');
  const rows = (MEBIBYTES * 1024) / 8;
  const filling = runOn(url, `INSERT INTO filler SELECT repeat('x', 8000) FROM generate_series(1, ${rows})`);
  await filling.then(
    () => Promise.reject(new Error('The disk never filled up')),
    (error: unknown) => (isFull(error) ? undefined : Promise.reject(error as Error)),
  );
}

const pretence: SmallDisk = {
  tablespace: '',
  fill: async (url) => {
    await runOn(
      url,
      `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
       CREATE TRIGGER no_room BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION no_room()`,
    );
  },
  enlarge: (url) => runOn(url, 'DROP TRIGGER no_room ON events'),
  remove: () => Promise.resolve(),
};
