import { mkdir } from 'node:fs/promises';
import { probeTcp } from './probes.js';
import type { NativeServer } from './server.js';
import { ensurePrograms } from './system-packages.js';

export const redis: NativeServer = {
  name: 'redis',
  title: 'Redis',

  async install(report) {
    await ensurePrograms({ 'redis-server': 'redis-server' }, report);
  },

  async prepare(dir) {
    await mkdir(dir, { recursive: true });
  },

  spec(dir, port) {
    const settings = {
      bind: '127.0.0.1',
      port: String(port),
      dir,
      appendonly: 'yes',
      appendfsync: 'everysec',
      'maxmemory-policy': 'noeviction',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    return { name: 'redis', command: 'redis-server', args, cwd: dir };
  },

  /** While it loads its data Redis answers -LOADING. */
  probe(port) {
    return probeTcp(port, 'PING\r\n', '+PONG');
  },
};
