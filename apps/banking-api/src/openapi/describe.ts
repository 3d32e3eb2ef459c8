import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import {
  CONSISTENCY_TOKEN,
  IDEMPOTENCY_KEY,
  IDEMPOTENT_REPLAYED,
  problemKinds,
  problemOf,
  PROBLEM_MEDIA_TYPE,
  type ProblemCode,
} from '@trine/contracts';
import type { TObject, TSchema } from 'typebox';

type Decorator = MethodDecorator & ClassDecorator;
/** Swagger's types know OpenAPI 3.0 only; what is written is JSON Schema, which 3.1 is. */
type AnySchema = never;

interface ReadDescription {
  readonly summary: string;
  readonly answer: TSchema;
  readonly query?: TObject;
  readonly problems?: readonly ProblemCode[];
  /** Whether the read waits for a Consistency-Token. */
  readonly waits?: boolean;
}

/** What a query route takes and answers, for the OpenAPI document. */
export function DescribeRead({
  summary,
  answer,
  query,
  problems = [],
  waits = true,
}: ReadDescription): Decorator {
  const token = ApiHeader({
    name: CONSISTENCY_TOKEN,
    required: false,
    description: 'Of a write that the answer has to contain',
  });
  const own: ProblemCode[] = waits
    ? ['invalid_request', 'read_model_behind', 'overloaded', 'unavailable']
    : ['invalid_request', 'unavailable'];
  return applyDecorators(
    ApiOperation({ summary }),
    ...(waits ? [token] : []),
    ...parametersOf(query),
    ApiResponse({ status: 200, description: 'OK', schema: refTo(answer) }),
    ...problemResponses([...own, ...problems]),
  );
}

interface CommandDescription {
  readonly summary: string;
  readonly body: TSchema;
  readonly answer: TSchema;
  readonly status?: number;
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

/** What a command route takes and answers, for the OpenAPI document. */
export function DescribeCommand({
  summary,
  body,
  answer,
  status = 201,
  ownKeys = false,
  problems,
}: CommandDescription): Decorator {
  const key = ApiHeader({
    name: IDEMPOTENCY_KEY,
    required: true,
    description: '1 to 255 visible ASCII characters; repeats are answered from the record',
    example: 'order-4711',
  });
  const headers = {
    [CONSISTENCY_TOKEN]: {
      description: 'Send it with a read that has to contain this write',
      schema: { type: 'string' },
    },
    ...(ownKeys
      ? {}
      : {
          [IDEMPOTENT_REPLAYED]: {
            description: 'true when the answer is a recorded one',
            schema: { type: 'string' },
          },
        }),
  } as const;
  return applyDecorators(
    ApiOperation({ summary }),
    ...(ownKeys ? [] : [key]),
    ApiBody({ schema: refTo(body) }),
    ApiResponse({ status, description: 'Recorded', schema: refTo(answer), headers: headers }),
    ...problemResponses([...(ownKeys ? [] : KEY_PROBLEMS), ...COMMAND_PROBLEMS, ...problems]),
  );
}

function parametersOf(query: TObject | undefined): Decorator[] {
  if (query === undefined) return [];
  const required = new Set(query.required as readonly string[] | undefined);
  return Object.entries<TSchema>(query.properties).map(([name, schema]) => {
    const { description = '' } = schema as { description?: string };
    return ApiQuery({
      name,
      required: required.has(name),
      description,
      schema: schema as AnySchema,
    });
  });
}

/** One response per status; each code is an example of it. */
function problemResponses(codes: readonly ProblemCode[]): Decorator[] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = problemKinds[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, group]) => {
    const examples = Object.fromEntries(
      group.map((code) => [code, { value: problemOf(code, problemKinds[code].title) }]),
    );
    const content = { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' }, examples } };
    return ApiResponse({ status, description: group.join(', '), content });
  });
}

function refTo(schema: TSchema): AnySchema {
  const { $id } = schema as { $id?: string };
  if ($id === undefined) throw new Error('A body is a named schema');
  return { $ref: `#/components/schemas/${$id}` } as AnySchema;
}
