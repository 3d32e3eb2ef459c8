import { get } from './testing/system.js';

describe('what the API says of itself', () => {
  it('is an OpenAPI 3.1 document with every route', async () => {
    const { status, body } = await get('/openapi.json');
    expect([status, body.openapi]).toEqual([200, '3.1.0']);
    expect(Object.keys(body.paths).sort()).toEqual([
      '/v1/accounts',
      '/v1/accounts/{id}',
      '/v1/accounts/{id}/balance',
      '/v1/accounts/{id}/entries',
      '/v1/analytics/categories',
      '/v1/analytics/volume',
      '/v1/transfers',
      '/v1/transfers/batch',
      '/v1/transfers/{id}',
      '/v1/views',
    ]);
  });

  it('is a page to read and try it', async () => {
    const { status, headers, body } = await get('/docs');
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(body).toContain('swagger-ui');
  });

  it('is health and metrics', async () => {
    expect(await get('/health/live')).toMatchObject({ status: 200 });
    expect(await get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    const { status, body } = await get('/metrics');
    expect(status).toBe(200);
    expect(body).toContain('trine_http_request_duration_seconds_bucket');
  });
});
