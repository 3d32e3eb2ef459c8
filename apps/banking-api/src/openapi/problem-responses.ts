import { ApiResponse } from '@nestjs/swagger';
import {
  PROBLEM_MEDIA_TYPE,
  problemKindOf,
  problemKinds,
  problemOf,
  type ProblemCode,
} from '@trine/contracts';
import type { AnySchema, Headers } from './schemas.js';

/** One response per status, which says every code that it may carry, each with an example. */
export function problemResponses(codes: readonly ProblemCode[], headersOf: HeadersOf): MethodDecorator[] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = problemKindOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, group]) => {
    const examples = Object.fromEntries(
      group.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
    );
    const schema = {
      allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: group } } }],
    } as AnySchema;
    return ApiResponse({
      status,
      description: group.map((code) => `\`${code}\`: ${problemKindOf(code).title}`).join('; '),
      ...withHeaders({ ...retryAfter(group), ...headersOf(status) }),
      content: { [PROBLEM_MEDIA_TYPE]: { schema, examples } },
    });
  });
}

function withHeaders(headers: Headers): { headers?: Headers } {
  return Object.keys(headers).length === 0 ? {} : { headers };
}

type HeadersOf = (status: number) => Headers;

function retryAfter(codes: readonly ProblemCode[]): Headers {
  if (!codes.some((code) => problemKindOf(code).retryAfterS !== undefined)) return {};
  return {
    'retry-after': { description: 'Seconds to wait before trying again', schema: { type: 'string' } },
  };
}

/** An example of every code, as components of the document. */
export function problemExamples(): Record<string, { value: object }> {
  const codes = Object.keys(problemKinds) as ProblemCode[];
  return Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }]));
}

function exampleOf(code: ProblemCode): object {
  const { title } = problemKindOf(code);
  if (code === 'invalid_request')
    return problemOf(code, title, [{ pointer: '/amount', message: 'is required' }]);
  if (code !== 'batch_refused') return problemOf(code, title);
  return problemOf(code, title, [
    { pointer: '/transfers/1', message: 'The account has not enough available', code: 'insufficient_funds' },
  ]);
}
