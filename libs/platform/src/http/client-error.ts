import { PROBLEM_MEDIA_TYPE, problemOf } from '@trine/contracts';
import type { Socket } from 'node:net';

/** What came was no HTTP, or too slow, or its headers were too long: told, as far as anybody listens, and let go. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const slow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const detail = slow ? 'The request took too long to come in' : 'This is no HTTP request that can be read';
  const body = JSON.stringify(problemOf('invalid_request', detail));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: ${PROBLEM_MEDIA_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
