import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, cached, exists } from './cache.js';
import { probeTcp } from './probes.js';
import { pythonPackage } from './python-venv.js';
import { has, run } from './run.js';
import { VIEWS_NICENESS, type NativeServer } from './server.js';
import { ensurePrograms } from './system-packages.js';

const RUST_VERSION = '0.5.3-beta.196';
const RUST_CACHE = `secantus-mdb-${RUST_VERSION}`;
const PYTHON_VERSION = '0.7.0b3';
const PYTHON_CACHE = `SecantusDB-${PYTHON_VERSION}`;

const rustBinary = () => join(cacheDir(RUST_CACHE), 'bin', 'secantusd-rs');
let binary = rustBinary();

/**
 * A server that speaks MongoDB's protocol over MongoDB's storage engine, for local runs and tests; production is a real
 * MongoDB. Built from Rust where there is a toolchain, else the ten times slower Python build of the same.
 */
export const mongodb: NativeServer = {
  name: 'mongodb',
  title: 'MongoDB protocol server (SecantusDB)',

  async install(report) {
    if (await exists(rustBinary())) return;
    if (await has('cargo')) {
      await ensurePrograms({ cmake: 'cmake', gcc: 'gcc', 'g++': 'g++' }, report);
      report('building with cargo; takes 4 to 5 minutes, once per user');
      const args = [
        'install',
        'secantus-mdb',
        '--version',
        RUST_VERSION,
        '--locked',
        '--ignore-rust-version',
        '--root',
      ];
      await cached(RUST_CACHE, async (dir) => void (await run('cargo', [...args, dir], { onLine: report })));
      return;
    }
    const args = ['--pre', `SecantusDB==${PYTHON_VERSION}`];
    binary = await pythonPackage(PYTHON_CACHE, args, 'bin/secantusd-py', report);
  },

  async prepare(dir) {
    await mkdir(join(dir, 'data'), { recursive: true });
  },

  spec(dir, port) {
    const options = {
      host: '127.0.0.1',
      port: String(port),
      'storage-path': join(dir, 'data'),
      'cache-size': '512M',
      'log-file-max': '16MB',
      'log-level': 'WARNING',
    };
    // It does not honour `j: true` of a single write, so every commit is synced.
    const args = [
      '--sync-on-commit',
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ];
    return { name: 'mongodb', command: binary, args, cwd: dir, niceness: VIEWS_NICENESS };
  },

  /** OP_MSG {hello: 1, $db: "admin"}, as any driver begins. */
  probe(port) {
    const document = Buffer.from('1f0000001068656c6c6f000100000002246462000600000061646d696e0000', 'hex');
    const head = Buffer.alloc(21);
    head.writeInt32LE(21 + document.length, 0);
    head.writeInt32LE(1, 4);
    head.writeInt32LE(2013, 12);
    return probeTcp(port, Buffer.concat([head, document]), 'isWritablePrimary');
  },
};
