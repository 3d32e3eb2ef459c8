import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, cached } from './cache.js';
import { probeHttp } from './probes.js';
import { run } from './run.js';
import { VIEWS_NICENESS, type NativeServer } from './server.js';

const VERSION = '3.4.0';
const CACHE = `chdb-${VERSION}`;

export const clickhouse: NativeServer = {
  name: 'clickhouse',
  title: `ClickHouse 26.7 (chDB ${VERSION})`,

  async install(report) {
    report('about 545 MB, once per user');
    const args = ['install', '--no-save', '--ignore-scripts=false', `chdb@${VERSION}`, '--prefix'];
    await cached(CACHE, async (dir) => void (await run('npm', [...args, dir], { onLine: report })));
  },

  async prepare(dir) {
    await mkdir(join(dir, 'data'), { recursive: true });
  },

  spec(dir, port) {
    const main = join(import.meta.dirname, 'clickhouse-server', 'main.js');
    const args = [
      main,
      '--port',
      String(port),
      '--data',
      join(dir, 'data'),
      '--package',
      cacheDir(CACHE),
      '--database',
      'trine',
    ];
    return { name: 'clickhouse', command: process.execPath, args, cwd: dir, niceness: VIEWS_NICENESS };
  },

  probe(port) {
    return probeHttp(`http://127.0.0.1:${port}/ping`);
  },
};
