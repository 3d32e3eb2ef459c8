import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { problemKinds } from '@trine/contracts';
import Type, { type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { createApi } from '../testing/api.js';
import { openApiDocument } from './document.js';

interface Content {
  schema: object;
  example?: unknown;
  examples?: Record<string, { value: unknown } | { $ref: string }>;
}
type Contents = Record<string, Content>;
interface Operation {
  operationId: string;
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string }[];
  requestBody?: { content: Contents };
  responses: Record<string, { description: string; headers?: object; content: Contents }>;
}

describe('the OpenAPI document', () => {
  let app: NestFastifyApplication;
  let operations: [string, Operation][];
  let components: Record<string, Record<string, unknown>>;

  beforeAll(async () => {
    app = await createApi();
    await app.init();
    const document = openApiDocument(app);
    components = document.components as unknown as typeof components;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as [string, Operation],
      ),
    );
  });
  afterAll(() => app.close());

  it('has every route, by the name of its use case', () => {
    expect(operations.map(([route, { operationId }]) => `${route} ${operationId}`).sort()).toEqual([
      'GET /v1/accounts listAccounts',
      'GET /v1/accounts/{id} getAccount',
      'GET /v1/accounts/{id}/balance getBalance',
      'GET /v1/accounts/{id}/entries listEntries',
      'GET /v1/accounts/{id}/statements/{month} getStatement',
      'GET /v1/analytics/accounts/top getTopAccounts',
      'GET /v1/analytics/categories getCategories',
      'GET /v1/analytics/declines getDeclines',
      'GET /v1/analytics/flows getFlows',
      'GET /v1/analytics/volume getVolume',
      'GET /v1/holds/{id} getHold',
      'GET /v1/transfers/{id} getTransfer',
      'GET /v1/views listViews',
      'PATCH /v1/accounts/{id}/limits changeLimits',
      'POST /v1/accounts openAccount',
      'POST /v1/accounts/{id}/close closeAccount',
      'POST /v1/accounts/{id}/freeze freezeAccount',
      'POST /v1/accounts/{id}/unfreeze unfreezeAccount',
      'POST /v1/holds placeHold',
      'POST /v1/holds/{id}/capture captureHold',
      'POST /v1/holds/{id}/void voidHold',
      'POST /v1/transfers postTransfer',
      'POST /v1/transfers/batch postBatch',
      'POST /v1/transfers/{id}/reverse reverseTransfer',
    ]);
  });

  it('says of each route what it is for and of each parameter what it means', () => {
    for (const [route, { summary, parameters = [] }] of operations) {
      expect([route, summary]).toEqual([route, expect.stringMatching(/./)]);
      const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(
        inPath,
      );
      for (const { name, description } of parameters)
        expect([route, name, description]).toEqual([route, name, expect.stringMatching(/./)]);
    }
  });

  it('has an example of every body, and each is what its schema says', () => {
    for (const [route, { requestBody, responses }] of operations) {
      const contents = [
        requestBody?.content ?? {},
        ...Object.values(responses).map(({ content }) => content),
      ];
      for (const [type, content] of contents.flatMap((of) => Object.entries(of))) {
        const takesNothing =
          JSON.stringify(content.schema) === '{"type":"object","additionalProperties":false}';
        const examples = [
          ...('example' in content ? [content.example] : []),
          ...Object.values(content.examples ?? {}).map(
            (named) => (resolve(named) as { value: unknown }).value,
          ),
        ];
        expect([route, type, examples.length]).toEqual([route, type, takesNothing ? 0 : expect.any(Number)]);
        if (!takesNothing) expect(examples.length).toBeGreaterThan(0);
        for (const example of examples)
          expect([route, faultsOf(content.schema, example)]).toEqual([route, []]);
      }
    }
  });

  it('says the codes of every refusal, under their status', () => {
    for (const [route, { responses }] of operations) {
      for (const [status, { content, headers = {} }] of Object.entries(responses)) {
        const problem = content['application/problem+json'];
        if (problem === undefined) continue;
        const codes = Object.keys(problem.examples ?? {}) as (keyof typeof problemKinds)[];
        expect(codes.map((code) => problemKinds[code].status)).toEqual(codes.map(() => Number(status)));
        if (status === '503') expect([route, Object.keys(headers)]).toEqual([route, ['retry-after']]);
      }
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '500', '503']));
    }
  });

  it('asks for an Idempotency-Key wherever something is written, but for batches', () => {
    for (const [route, { parameters = [] }] of operations) {
      const asked = parameters.some(({ name, required }) => name === 'idempotency-key' && required === true);
      expect([route, asked]).toEqual([route, !route.startsWith('GET') && !route.endsWith('/batch')]);
    }
  });

  function faultsOf(schema: object, value: unknown): unknown[] {
    const resolved = resolve(schema) as TSchema;
    return [...Compile(Type.Unsafe(resolved)).Errors(value)];
  }

  /** With every component in place of its name. */
  function resolve(schema: unknown): unknown {
    if (typeof schema !== 'object' || schema === null) return schema;
    if (Array.isArray(schema)) return schema.map(resolve);
    const { $ref } = schema as { $ref?: string };
    const [kind, name] = $ref?.split('/').slice(2) ?? [];
    if (kind !== undefined && name !== undefined) return resolve(components[kind]![name]);
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolve(value)]));
  }
});
