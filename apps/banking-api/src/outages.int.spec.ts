import { startApi } from './testing/api.js';

describe('the API while everything behind it is down', () => {
  let url: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ url, close } = await startApi());
  });
  afterAll(() => close());

  it.concurrent.each([
    ['/v1/accounts'],
    ['/v1/accounts/a'],
    ['/v1/accounts/a/balance'],
    ['/v1/accounts/a/balance?at=2026-01-01T00:00:00Z'],
    ['/v1/accounts/a/entries'],
    ['/v1/accounts/a/statements/2026-01'],
    ['/v1/transfers/t'],
    ['/v1/holds/h'],
    ['/v1/analytics/volume'],
    ['/v1/analytics/categories'],
    ['/v1/analytics/declines'],
    ['/v1/analytics/accounts/top?currency=CZK'],
    ['/v1/analytics/flows'],
    ['/v1/views'],
  ])('GET %s says that it is unavailable', async (path) => {
    const response = await fetch(`${url}${path}`);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ status: 503, code: 'unavailable', retryable: true });
  });

  it.concurrent.each([
    '/v1/accounts',
    '/v1/accounts/a/freeze',
    '/v1/transfers',
    '/v1/transfers/batch',
    '/v1/transfers/t/reverse',
    '/v1/holds',
    '/v1/holds/h/capture',
  ])('POST %s says the same', async (path) => {
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
