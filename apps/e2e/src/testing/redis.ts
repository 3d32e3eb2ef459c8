import { once } from 'node:events';
import { connect } from 'node:net';

/** Empties Redis, of everything, at once. */
export async function flushRedis(): Promise<void> {
  const { hostname, port } = new URL(process.env['TRINE_REDIS_URL'] ?? '');
  const socket = connect(Number(port), hostname);
  socket.write('FLUSHALL\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  if (!answer.toString().startsWith('+OK')) throw new Error(`Redis answered ${answer.toString()}`);
}
