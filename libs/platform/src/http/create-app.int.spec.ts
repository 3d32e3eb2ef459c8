import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemError } from '@trine/contracts';
import { HealthChecks } from '../health/health-checks.js';
import { createLogger } from '../logging/logger.js';
import { createApp } from './create-app.js';

@Controller('things')
class ThingsController {
  @Post()
  create(@Body() body: unknown): unknown {
    return body;
  }
  @Get('refused')
  refused(): never {
    throw new ProblemError('overloaded', 'The queue is full');
  }
  @Get('broken')
  broken(): never {
    throw new Error('secret: 42');
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

/** UUIDv7 */
const OURS = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]+$/) as string;

describe('an app on the platform', () => {
  let app: NestFastifyApplication;
  let url: string;
  const lines: string[] = [];

  beforeAll(async () => {
    const logger = createLogger('test', 'info', { write: (line) => void lines.push(line) });
    app = await createApp(ThingsModule, logger, { bodyLimits: { '/things': 100 } });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());
  beforeEach(() => void lines.splice(0));

  const post = (body: string, type = 'application/json') =>
    fetch(`${url}/things`, { method: 'POST', body, headers: { 'content-type': type } });

  it.each([
    ['an unknown route', () => fetch(`${url}/nowhere`), 404, 'not_found'],
    ['a body that is not JSON', () => post('{'), 400, 'invalid_request'],
    ['an empty body', () => post(''), 400, 'invalid_request'],
    ['a body over the limit', () => post(JSON.stringify('x'.repeat(200))), 413, 'payload_too_large'],
    ['another media type', () => post('<a/>', 'text/xml'), 415, 'unsupported_media_type'],
    ['plain text', () => post('{}', 'text/plain'), 415, 'unsupported_media_type'],
    ['a form', () => post('a=1', 'application/x-www-form-urlencoded'), 415, 'unsupported_media_type'],
    ['a refusal', () => fetch(`${url}/things/refused`), 503, 'overloaded'],
    ['a fault of ours', () => fetch(`${url}/things/broken`), 500, 'internal_error'],
  ])('answers %s with its problem', async (_name, request, status, code) => {
    const response = await request();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = await response.json();
    expect(problem).toMatchObject({ status, code, type: `/problems/${code}` });
    expect(JSON.stringify(problem)).not.toContain('42');
  });

  it('says when to come back', async () => {
    const response = await fetch(`${url}/things/refused`);
    expect(response.headers.get('retry-after')).toBe('1');
  });

  it('is ready only while every check passes, and says which does not', async () => {
    const checks = app.get(HealthChecks);
    checks.register('good', async () => 'fine');
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    checks.register('bad', () => Promise.reject(new Error('no answer')));
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'unavailable',
      checks: [
        { name: 'good', ok: true, detail: 'fine' },
        { name: 'bad', ok: false, detail: 'no answer' },
      ],
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  const NAMED = 'order:4711_a.b-c';
  it.each([
    ['one that the caller says', NAMED, NAMED],
    ['one of ours where the caller says none', undefined, OURS],
    ['one of ours in place of one that is too long', 'x'.repeat(65), OURS],
    ['one of ours in place of one that is none', 'a b', OURS],
  ])('answers with a correlation id: %s', async (_what, said, told) => {
    const headers: Record<string, string> = said === undefined ? {} : { 'x-correlation-id': said };
    for (const path of ['/things/refused', '/nowhere']) {
      const response = await fetch(`${url}${path}`, { headers });
      expect(response.headers.get('x-correlation-id')).toEqual(told);
    }
  });

  it('logs a line about each request, and nothing of what was in it', async () => {
    const headers = { 'x-correlation-id': NAMED, 'content-type': 'application/json' };
    await fetch(`${url}/things?name=secret`, { method: 'POST', body: '{"name":"secret"}', headers });
    await fetch(`${url}/things/refused`, { headers });
    await fetch(`${url}/health/live`);
    const ofRequests = () => lines.filter((line) => line.includes('"msg":"request"'));
    while (ofRequests().length < 2) await new Promise(setImmediate);
    const common = { level: 'info', app: 'test', correlationId: NAMED, ms: expect.any(Number) as number };
    expect(ofRequests().map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ ...common, method: 'POST', route: '/things', status: 201 }),
      expect.objectContaining({ ...common, route: '/things/refused', status: 503, code: 'overloaded' }),
    ]);
    expect(lines.join()).not.toContain('secret');
  });

  it('shows its metrics by route', async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(
      /trine_http_request_duration_seconds_count\{[^}]*route="\/things\/refused"[^}]*\} \d+/,
    );
    expect(text).toMatch(/trine_http_problems_total\{[^}]*route="\/things"[^}]*code="invalid_request"/);
  });
});
