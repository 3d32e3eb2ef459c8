import { CORRELATION_ID, PROBLEM_MEDIA_TYPE, ProblemError, problemKindOf } from '@trine/contracts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpProblems } from '../metrics/metrics.js';
import { correlationIdOf } from './correlation.js';

const { status, retryAfterS } = problemKindOf('overloaded');
const body = JSON.stringify(new ProblemError('overloaded', 'Too many requests are under way').toProblem());
const headers = {
  'content-type': PROBLEM_MEDIA_TYPE,
  'content-length': Buffer.byteLength(body),
  'retry-after': String(retryAfterS),
};

/**
 * 503 `overloaded`, written past all that an answer goes through otherwise, and without a line in the log: what is refused
 * has to cost little, or nothing is left for what was taken. `route`: for the metrics.
 */
export function refuseOverload(request: IncomingMessage, response: ServerResponse, route: string): void {
  httpProblems.inc({ method: request.method, route, code: 'overloaded' });
  response.writeHead(status, { ...headers, [CORRELATION_ID]: correlationIdOf(request) });
  response.end(body);
}
