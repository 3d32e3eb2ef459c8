import { CORRELATION_ID, ProblemError, problemKindOf } from '@trine/contracts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpProblems } from '../metrics/metrics.js';
import { problemHeaders } from './problem-headers.js';

const { status } = problemKindOf('overloaded');
const body = JSON.stringify(new ProblemError('overloaded', 'Too many requests are under way').toProblem());
const headers = { ...problemHeaders('overloaded'), 'content-length': Buffer.byteLength(body) };

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
