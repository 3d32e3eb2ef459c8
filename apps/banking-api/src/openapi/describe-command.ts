import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import {
  CONSISTENCY_TOKEN,
  IDEMPOTENCY_KEY,
  IDEMPOTENCY_KEY_PATTERN,
  IDEMPOTENT_REPLAYED,
  type ProblemCode,
} from '@trine/contracts';
import type { TSchema } from 'typebox';
import { correlationHeader } from './correlation-header.js';
import { problemResponses } from './problem-responses.js';
import {
  pathParameters,
  pathProblems,
  refTo,
  type AnySchema,
  type Examples,
  type Headers,
  type PathParameters,
} from './schemas.js';

interface CommandDescription {
  readonly summary: string;
  readonly description?: string;
  readonly path?: PathParameters;
  /** None: an empty body or `{}`. */
  readonly body?: TSchema;
  readonly bodyRequired?: boolean;
  readonly examples?: Examples;
  /** Default 201. */
  readonly status?: number;
  readonly answer: TSchema;
  readonly example: unknown;
  /** Keys stand in the body, and the header is not needed. */
  readonly ownKeys?: boolean;
  readonly problems: readonly ProblemCode[];
}

const COMMAND_PROBLEMS: readonly ProblemCode[] = [
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
  'overloaded',
  'unavailable',
  'internal_error',
];
const KEY_PROBLEMS: readonly ProblemCode[] = [
  'idempotency_key_missing',
  'idempotency_in_flight',
  'idempotency_key_reused',
];

const key = ApiHeader({
  name: IDEMPOTENCY_KEY,
  required: true,
  description: '1 to 255 visible ASCII characters; a repeat is answered from the record',
  schema: { type: 'string', pattern: IDEMPOTENCY_KEY_PATTERN, examples: ['order-4711'] },
});

const text = { type: 'string' } as const;
const tokenHeader: Headers = {
  [CONSISTENCY_TOKEN]: { description: 'Send it with a read that has to contain this write', schema: text },
};
const replayedHeader: Headers = {
  [IDEMPOTENT_REPLAYED]: { description: '`true` when the answer is the recorded one', schema: text },
};

/** What a command route takes and answers, for the OpenAPI document. */
export function DescribeCommand(command: CommandDescription): MethodDecorator {
  const { summary, description, path, status = 201, answer, example, ownKeys = false, problems } = command;
  const headers = { ...tokenHeader, ...(ownKeys ? {} : replayedHeader) };
  const content = { 'application/json': { schema: refTo(answer), example } };
  const codes = [...COMMAND_PROBLEMS, ...pathProblems(path), ...(ownKeys ? [] : KEY_PROBLEMS), ...problems];
  return applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ...pathParameters(path),
    ...(ownKeys ? [] : [key]),
    correlationHeader,
    body(command),
    ApiResponse({ status, description: 'Recorded', headers, content }),
    // A decline is recorded, too, and is replayed with its token.
    ...problemResponses(codes, (of) => (of === 422 && !ownKeys ? headers : {})),
  );
}

function body({ body: schema, bodyRequired = true, examples }: CommandDescription): MethodDecorator {
  if (schema !== undefined)
    return ApiBody({ required: bodyRequired, schema: refTo(schema), ...(examples && { examples }) });
  const nothing = { type: 'object', additionalProperties: false } as AnySchema;
  return ApiBody({ required: false, description: 'Nothing', schema: nothing });
}
