import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { get, root } from './testing/system.js';

describe('what the API says of itself', () => {
  it('is the OpenAPI 3.1 document that the repository keeps', async () => {
    const { status, body } = await get('/openapi.json');
    expect([status, body.openapi]).toEqual([200, '3.1.0']);
    const kept = JSON.parse(await readFile(join(root, 'docs/openapi.json'), 'utf8')) as { paths: object };
    expect(body.paths).toEqual(kept.paths);
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
