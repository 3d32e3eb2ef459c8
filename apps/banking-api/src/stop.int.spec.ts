import type { ForwardedTransfer } from '@trine/contracts';
import { startApp } from '@trine/event-bus/testing';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

const CALLERS = 64;
const ANSWERS_BEFORE_STOP = 500;
/** So that there always are commands under way. */
const PAYMENTS_TAKES_MS = 100;

/** Stands where payments does, takes its time, and keeps the keys that reached it. */
async function startUpstream() {
  const keys: string[] = [];
  const server = createServer((request, response) => {
    void json(request).then(
      (transfers) => {
        for (const { key } of transfers as ForwardedTransfer[]) keys.push(key);
        const answers = (transfers as unknown[]).map(() => ({ status: 201, headers: {}, body: '{}' }));
        setTimeout(() => response.end(JSON.stringify(answers)), PAYMENTS_TAKES_MS);
      },
      () => response.end('{}'),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { keys, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describe('the API that is told to stop under load', () => {
  it('answers every command that it passed on, and ends well', async () => {
    const payments = await startUpstream();
    const app = await startApp('banking-api', { TRINE_PAYMENTS_URL: payments.url, LOG_LEVEL: 'error' });
    await app.live();
    const answered: string[] = [];
    let code: Promise<number | null> | undefined;
    const call = async () => {
      for (;;) {
        const key = randomUUID();
        const headers = { 'content-type': 'application/json', 'idempotency-key': key };
        const response = await fetch(`${app.url}/v1/transfers`, {
          method: 'POST',
          body: '{}',
          headers,
        }).catch(() => undefined);
        if (response === undefined) return;
        expect(await response.text()).toBe('{}');
        answered.push(key);
        if (answered.length >= ANSWERS_BEFORE_STOP) code ??= app.stop();
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, call));

    expect(await code).toBe(0);
    expect(answered.sort()).toEqual(payments.keys.sort());
    payments.close();
  });

  it('does not wait for who has connected and asks for nothing', async () => {
    const payments = await startUpstream();
    const app = await startApp('banking-api', { TRINE_PAYMENTS_URL: payments.url, LOG_LEVEL: 'error' });
    await app.live();
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /v1/transfers HTTP/1.1\r\nhost: a\r\n');
    expect(await app.stop()).toBe(0);
    payments.close();
  });
});
