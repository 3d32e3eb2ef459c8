import { CORRELATION_ID, PROBLEM_MEDIA_TYPE, ProblemError, problemKindOf } from '@trine/contracts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpProblems } from '../metrics/metrics.js';

const { status, retryAfterS } = problemKindOf('overloaded');
const body = JSON.stringify(new ProblemError('overloaded', 'Too many requests are under way').toProblem());
const headers = {
  'content-type': PROBLEM_MEDIA_TYPE,
  'content-length': Buffer.byteLength(body),
  'retry-after': String(retryAfterS),
};

/**
 * 503 `overloaded`, counted, and written past all that an answer goes through otherwise: what is refused has to cost
 * little, or nothing is left for what was taken. `route`: for the metrics.
 */
export function refuseOverload(
  { method }: IncomingMessage,
  response: ServerResponse,
  route: string,
  correlationId: string,
): void {
  httpProblems.inc({ method, route, code: 'overloaded' });
  response.writeHead(status, { ...headers, [CORRELATION_ID]: correlationId });
  response.end(body);
}
