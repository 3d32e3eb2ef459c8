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

describe('an app on the platform', () => {
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    app = await createApp(ThingsModule, createLogger('test', 'silent'), { bodyLimits: { '/things': 100 } });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

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

  it('shows its metrics by route', async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(
      /trine_http_request_duration_seconds_count\{[^}]*route="\/things\/refused"[^}]*\} \d+/,
    );
  });
});
