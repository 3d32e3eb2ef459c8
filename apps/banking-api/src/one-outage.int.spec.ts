import { ClickHouseAnalytics } from '@trine/analytics';
import type { ViewsResponse } from '@trine/contracts';
import { breakableWire, createScratchLog, serverUrl, type ScratchLog } from '@trine/event-bus/testing';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { startApi } from './testing/api.js';

/** Which part of the API needs which server, and a request of it with the status it has while the server is there. */
const parts = {
  TRINE_REDIS_URL: { check: 'balances', method: 'GET', path: '/v1/accounts/nobody', status: 404 },
  TRINE_MONGODB_URL: { check: 'history', method: 'GET', path: '/v1/transfers/nobody', status: 404 },
  TRINE_CLICKHOUSE_URL: { check: 'analytics', method: 'GET', path: '/v1/analytics/volume', status: 200 },
  TRINE_PAYMENTS_URL: { check: 'commands', method: 'POST', path: '/v1/holds/h/void', status: 200 },
  TRINE_POSTGRES_READER_URL: { check: undefined, method: 'GET', path: '/v1/views', status: 200 },
} as const;
type Variable = keyof typeof parts;
const variables = Object.keys(parts) as Variable[];

/** Of Redis: a view in the first one would be of another log. */
const EMPTY_DATABASE = '/14';

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the API while one thing behind it is out', () => {
  const server = serverUrl('TRINE_CLICKHOUSE_URL');
  const database = `api_test_${randomUUID().slice(0, 8)}`;
  let log: ScratchLog;
  let urls: Record<Variable, string>;
  const silent = createServer((socket) => socket.unref());
  const payments = createHttpServer((request, response) => {
    request.resume();
    response.end('{}');
  });

  beforeAll(async () => {
    log = await createScratchLog();
    const mongo = new URL(serverUrl('TRINE_MONGODB_URL'));
    mongo.pathname = `/${database}`;
    urls = {
      TRINE_REDIS_URL: Object.assign(new URL(serverUrl('TRINE_REDIS_URL')), { pathname: EMPTY_DATABASE })
        .href,
      TRINE_MONGODB_URL: mongo.href,
      TRINE_CLICKHOUSE_URL: new URL(`/${database}`, server).href,
      TRINE_PAYMENTS_URL: `http://${await listening(payments)}`,
      TRINE_POSTGRES_READER_URL: log.url,
    };
    const projection = new ClickHouseAnalytics({ url: urls.TRINE_CLICKHOUSE_URL });
    await projection.connect();
    await projection.close();
    await listening(silent);
  });
  afterAll(async () => {
    silent.close();
    payments.closeAllConnections();
    payments.close();
    await log.drop();
    await fetch(server, { method: 'POST', body: `DROP DATABASE ${database}` });
  });

  const ask = async (url: string, variable: Variable) => {
    const { method, path } = parts[variable];
    const response = await fetch(url + path, { method, headers: { 'idempotency-key': 'k' } });
    return { status: response.status, headers: response.headers, body: (await response.json()) as object };
  };

  async function expectOnlyThatIsOut(url: string, out: Variable): Promise<void> {
    await Promise.all(
      variables.map(async (variable) => {
        const { status, headers, body } = await ask(url, variable);
        if (variable !== out) return expect([variable, status]).toEqual([variable, parts[variable].status]);
        expect(body).toMatchObject({ status: 503, code: 'unavailable', retryable: true });
        expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(headers.get('retry-after')).toBe('1');
      }),
    );
    const ready = await fetch(`${url}/health/ready`);
    const { checks } = (await ready.json()) as { checks: { name: string; ok: boolean; detail?: string }[] };
    const failed = checks.filter(({ ok }) => !ok);
    expect(failed.map(({ name }) => name)).toEqual([parts[out].check ?? []].flat());
    for (const { detail } of failed) expect(detail).toEqual(expect.stringMatching(/./));
    if (out === 'TRINE_POSTGRES_READER_URL') return;
    const { views } = (await ask(url, 'TRINE_POSTGRES_READER_URL')).body as ViewsResponse;
    for (const { name, available, reason } of views) {
      expect([name, available]).toEqual([name, name !== parts[out].check]);
      expect(reason === undefined).toBe(available);
    }
  }

  it.concurrent.each(variables)(
    'works but for what needs it when it goes (%s), and again when it is back',
    async (out) => {
      const wire = await breakableWire(urls[out]);
      const api = await startApi({ ...urls, [out]: wire.url });
      const works = async (variable: Variable) =>
        (await ask(api.url, variable)).status === parts[variable].status;
      while (!(await works(out))) await new Promise((resolve) => setTimeout(resolve, 50));
      wire.cut();
      await expectOnlyThatIsOut(api.url, out);
      wire.mend();
      while (!(await works(out))) await new Promise((resolve) => setTimeout(resolve, 50));
      await api.close();
      wire.close();
    },
  );

  it.concurrent.each(variables)(
    'works but for what needs it when it takes connections and says nothing (%s)',
    async (out) => {
      const url = new URL(urls[out]);
      url.port = String((silent.address() as AddressInfo).port);
      const api = await startApi({ ...urls, [out]: url.href });
      await expectOnlyThatIsOut(api.url, out);
      await api.close();
    },
  );
});
