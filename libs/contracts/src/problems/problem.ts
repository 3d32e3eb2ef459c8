import Type, { type Static } from 'typebox';
import type { InputFault } from '../schema/validator.js';
import { problemKindOf, problemKinds, type ProblemCode } from './problem-codes.js';

/** The body of every error answer: RFC 9457, `application/problem+json`. */
export const Problem = Type.Object(
  {
    type: Type.String({
      description: 'URI reference that names the problem',
      examples: ['/problems/account_not_found'],
    }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.Enum(Object.keys(problemKinds) as [ProblemCode, ...ProblemCode[]]),
    retryable: Type.Boolean({ description: 'Whether the same request may succeed later' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({
            description: 'JSON pointer (RFC 6901) into the body, the query or the headers',
          }),
          message: Type.String(),
          code: Type.Optional(
            Type.String({
              description: 'Of an item of an atomic batch: what it would be refused with alone',
            }),
          ),
        }),
      ),
    ),
  },
  { $id: 'Problem' },
);
export type Problem = Static<typeof Problem>;

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The problem a code stands for; `detail` says what about this request, without personal data. */
export function problemOf(code: ProblemCode, detail: string, errors?: readonly InputFault[]): Problem {
  const { status, title, retryable = false } = problemKindOf(code);
  const problem = { type: `/problems/${code}`, title, status, detail, code, retryable };
  return errors === undefined ? problem : { ...problem, errors: [...errors] };
}

/** Thrown wherever a request ends early; mapped to problem+json in one place, the platform's filter. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly errors?: readonly InputFault[],
  ) {
    // Where an answer was made tells nobody anything, and finding it out takes longer than all else of a refusal.
    const { stackTraceLimit } = Error;
    if (code !== 'internal_error') Error.stackTraceLimit = 0;
    super(detail);
    Error.stackTraceLimit = stackTraceLimit;
  }

  toProblem(): Problem {
    return problemOf(this.code, this.message, this.errors);
  }
}
