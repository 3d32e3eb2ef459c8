import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CONSISTENCY_TOKEN, type ProblemCode } from '@trine/contracts';
import type { TObject, TSchema } from 'typebox';
import { correlationHeader } from './correlation-header.js';
import { problemResponses } from './problem-responses.js';
import { pathParameters, pathProblems, queryParameters, refTo, type PathParameters } from './schemas.js';

interface ReadDescription {
  readonly summary: string;
  readonly description?: string;
  readonly path?: PathParameters;
  readonly query?: TObject;
  readonly answer: TSchema;
  readonly example: unknown;
  /** Examples of other media types that it answers with, by media type. */
  readonly others?: Readonly<Record<string, string>>;
  readonly problems?: readonly ProblemCode[];
  /** Whether the read waits for a Consistency-Token; default true. */
  readonly waits?: boolean;
}

const WAITING_PROBLEMS: readonly ProblemCode[] = ['read_model_behind', 'overloaded'];
const READ_PROBLEMS: readonly ProblemCode[] = ['invalid_request', 'unavailable', 'internal_error'];

const token = ApiHeader({
  name: CONSISTENCY_TOKEN,
  required: false,
  description: 'Of a write that the answer has to contain: the read waits for it, at most 2 s',
  schema: { type: 'string', examples: ['3:1042,7:55'] },
});

/** What a query route takes and answers, for the OpenAPI document. */
export function DescribeRead(read: ReadDescription): MethodDecorator {
  const {
    summary,
    description,
    path,
    query,
    answer,
    example,
    others = {},
    problems = [],
    waits = true,
  } = read;
  const texts = Object.entries(others).map(
    ([type, text]) => [type, { schema: { type: 'string' as const }, example: text }] as const,
  );
  const content = { 'application/json': { schema: refTo(answer), example }, ...Object.fromEntries(texts) };
  const codes = [...READ_PROBLEMS, ...(waits ? WAITING_PROBLEMS : []), ...pathProblems(path), ...problems];
  return applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ...pathParameters(path),
    ...queryParameters(query),
    ...(waits ? [token] : []),
    correlationHeader,
    ApiResponse({ status: 200, description: 'OK', content }),
    ...problemResponses(codes, () => ({})),
  );
}
