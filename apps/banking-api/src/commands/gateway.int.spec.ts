import {
  FORWARDED_TRANSFERS,
  MAX_FORWARDED,
  type ForwardedAnswer,
  type ForwardedTransfer,
} from '@trine/contracts';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { startApi } from '../testing/api.js';

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** How transfers that come together are answered. */
interface Together {
  answer: (transfer: ForwardedTransfer) => ForwardedAnswer | null;
  refusal?: { status: number; headers: Record<string, string>; body: string };
}

/** Stands where payments does, keeps what reaches it, and answers as the test says. */
async function startUpstream() {
  const received: Received[] = [];
  const answer = { status: 201, headers: {} as Record<string, string>, body: '{}' };
  const transfers: Together = { answer: () => null };
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: body.toString() });
      const all = () => (JSON.parse(body.toString()) as ForwardedTransfer[]).map(transfers.answer);
      const told =
        url === FORWARDED_TRANSFERS
          ? (transfers.refusal ?? { status: 200, headers: {}, body: JSON.stringify(all()) })
          : answer;
      response.writeHead(told.status, told.headers).end(told.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, received, answer, transfers, close };
}

describe('the gateway', () => {
  let upstream: Awaited<ReturnType<typeof startUpstream>>;
  let api: Awaited<ReturnType<typeof startApi>>;

  beforeAll(async () => {
    upstream = await startUpstream();
    api = await startApi({ TRINE_PAYMENTS_URL: upstream.url });
  });
  afterAll(async () => {
    await api.close();
    upstream.close();
  });
  beforeEach(() => {
    upstream.received.splice(0);
    Object.assign(upstream.answer, { status: 201, headers: {}, body: '{}' });
    upstream.transfers.answer = () => null;
    delete upstream.transfers.refusal;
  });

  const json = { 'content-type': 'application/json', 'idempotency-key': 'k' };

  it.each([
    ['POST', '/v1/accounts'],
    ['POST', '/v1/accounts/acc_1/freeze'],
    ['POST', '/v1/accounts/acc_1/unfreeze'],
    ['POST', '/v1/accounts/acc_1/close'],
    ['PATCH', '/v1/accounts/acc_1/limits'],
    ['POST', '/v1/transfers/batch'],
    ['POST', '/v1/transfers/tr_1/reverse'],
    ['POST', '/v1/holds'],
    ['POST', '/v1/holds/hold_1/capture'],
    ['POST', '/v1/holds/hold_1/void'],
  ])('passes %s %s on as it came, to the byte', async (method, path) => {
    const body = ' { "amount" : "1.00",\n"a": "ž😀" } ';
    await fetch(`${api.url}${path}`, { method, body, headers: json });
    expect(upstream.received).toMatchObject([{ method, url: path, body, headers: json }]);
  });

  it.each([
    ['no body and no content type', { 'idempotency-key': 'k' }],
    ['an empty body of JSON', json],
  ])('passes on %s', async (_what, headers) => {
    const response = await fetch(`${api.url}/v1/holds/h/void`, { method: 'POST', headers });
    expect(response.status).toBe(201);
    expect(upstream.received).toMatchObject([{ url: '/v1/holds/h/void', body: '', headers }]);
  });

  it('passes on the correlation id, the caller’s or the one that it gave', async () => {
    const post = async (headers: Record<string, string>) => {
      const response = await fetch(`${api.url}/v1/holds`, { method: 'POST', headers, body: '{}' });
      return response.headers.get('x-correlation-id');
    };
    const answered = [await post({ ...json, 'x-correlation-id': 'order-1' }), await post(json)];
    expect(answered).toEqual(['order-1', expect.any(String)]);
    expect(upstream.received.map(({ headers }) => headers['x-correlation-id'])).toEqual(answered);
  });

  it('leaves ids in paths as they were written', async () => {
    const path = '/v1/accounts/a%20b%2Fc/freeze?x=%41';
    await fetch(`${api.url}${path}`, { method: 'POST', headers: json, body: '{}' });
    expect(upstream.received).toMatchObject([{ url: path }]);
  });

  it('brings back the answer with the headers that callers rely on', async () => {
    const headers = {
      'content-type': 'application/problem+json',
      'consistency-token': '3:7',
      'idempotent-replayed': 'true',
      'retry-after': '1',
    };
    Object.assign(upstream.answer, { status: 422, body: '{"code":"account_frozen"}', headers });
    const response = await fetch(`${api.url}/v1/holds`, { method: 'POST', headers: json, body: '{}' });
    expect([response.status, await response.text()]).toEqual([422, '{"code":"account_frozen"}']);
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
  });

  const inOneMoment = (bodies: readonly string[]) =>
    Promise.all(
      bodies.map(async (body, n) => {
        const headers = { ...json, 'idempotency-key': `k-${n}`, 'x-correlation-id': `c-${n}` };
        const response = await fetch(`${api.url}/v1/transfers`, { method: 'POST', headers, body });
        return { status: response.status, body: await response.text(), headers: response.headers };
      }),
    );
  const transfersOf = ({ body }: Received) => JSON.parse(body) as ForwardedTransfer[];

  it('passes transfers on together, and brings back to each its own answer', async () => {
    upstream.transfers.answer = ({ key, body }) => ({
      status: 201,
      headers: { 'content-type': 'application/json; charset=utf-8', 'consistency-token': key },
      body,
    });
    const bodies = Array.from({ length: 250 }, (_, n) => ` { "n" : ${n}, "a": "ž😀" } `);
    // New connections are taken one a turn: it is once they are there that requests come together.
    await inOneMoment(bodies);
    upstream.received.length = 0;
    const answers = await inOneMoment(bodies);
    expect(answers).toMatchObject(bodies.map((body) => ({ status: 201, body })));
    expect(answers.map(({ headers }) => headers.get('consistency-token'))).toEqual(
      bodies.map((_, n) => `k-${n}`),
    );
    expect(upstream.received.length).toBeLessThan(bodies.length);
    expect(Math.max(...upstream.received.map((each) => transfersOf(each).length))).toBeLessThanOrEqual(
      MAX_FORWARDED,
    );
    const sent = upstream.received
      .flatMap(transfersOf)
      .map(({ key, correlationId }) => `${key} ${correlationId}`);
    expect(sent.sort()).toEqual(bodies.map((_, n) => `k-${n} c-${n}`).sort());
  });

  it('sends by itself what payments says to, what is long, and what has no key', async () => {
    upstream.transfers.answer = () => null;
    const [short, long] = ['{"a": 1}', JSON.stringify('x'.repeat(3_000))];
    await inOneMoment([short, long]);
    await fetch(`${api.url}/v1/transfers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: short,
    });
    const alone = upstream.received.filter(({ url }) => url === '/v1/transfers');
    expect(alone.map(({ body }) => body).sort()).toEqual([short, short, long].sort());
    expect(alone.filter(({ headers }) => headers['idempotency-key'] === 'k-0')).toHaveLength(1);
  });

  it.each([
    [503, '{"code":"overloaded"}', []],
    [404, '{}', ['/v1/transfers']],
  ])('when payments answers %d to all of them', async (status, problem, sentAlone: string[]) => {
    upstream.transfers.refusal = { status, body: problem, headers: { 'retry-after': '1' } };
    const [answer] = await inOneMoment(['{"a": 1}']);
    expect(upstream.received.map(({ url }) => url)).toEqual([FORWARDED_TRANSFERS, ...sentAlone]);
    expect(answer).toMatchObject(status === 503 ? { status, body: problem } : { status: 201, body: '{}' });
    expect(answer?.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
  });

  it.each([
    ['a body that is not JSON', { 'content-type': 'text/plain' }, 'x', 'unsupported_media_type'],
    ['a body that is too large', json, 'x'.repeat(64 * 1024 + 1), 'payload_too_large'],
  ])('does not pass on %s', async (_what, headers: Record<string, string>, body, code) => {
    const response = await fetch(`${api.url}/v1/holds`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ code });
    expect(upstream.received).toEqual([]);
  });
});
