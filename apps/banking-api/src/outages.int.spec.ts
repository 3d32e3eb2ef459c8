import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, createLogger, loadConfig } from '@trine/platform';
import { BankingApiModule, bankingApiOptions } from './banking-api.module.js';
import { BankingApiConfig } from './config.js';

/** Nothing listens there: port 1 is tcpmux, which no machine of ours runs. */
const NOWHERE = '127.0.0.1:1';

describe('the API while everything behind it is down', () => {
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    const config = loadConfig(BankingApiConfig, {
      TRINE_POSTGRES_READER_URL: `postgres://trine_reader:x@${NOWHERE}/trine`,
      TRINE_REDIS_URL: `redis://${NOWHERE}`,
      TRINE_MONGODB_URL: `mongodb://${NOWHERE}/trine?directConnection=true`,
      TRINE_CLICKHOUSE_URL: `http://${NOWHERE}/trine`,
      TRINE_PAYMENTS_URL: `http://${NOWHERE}`,
    });
    app = await createApp(
      BankingApiModule.forConfig(config),
      createLogger('test', 'silent'),
      bankingApiOptions,
    );
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  it.each([
    ['/v1/accounts/a'],
    ['/v1/accounts/a/balance'],
    ['/v1/accounts/a/entries'],
    ['/v1/transfers/t'],
    ['/v1/analytics/volume'],
    ['/v1/analytics/categories'],
    ['/v1/views'],
  ])('GET %s says that it is unavailable', async (path) => {
    const response = await fetch(`${url}${path}`);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ status: 503, code: 'unavailable', retryable: true });
  });

  it.each(['/v1/accounts', '/v1/transfers', '/v1/transfers/batch'])('POST %s says the same', async (path) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' };
    const response = await fetch(`${url}${path}`, { method: 'POST', body: '{}', headers });
    expect(await response.json()).toMatchObject({ status: 503, code: 'unavailable', retryable: true });
  });

  it('is alive, not ready, and says what is missing', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(503);
    const { checks } = (await response.json()) as { checks: { name: string; ok: boolean }[] };
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['commands', false],
      ['balances', false],
      ['history', false],
      ['analytics', false],
    ]);
  });
});
