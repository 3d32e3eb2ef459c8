import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ProblemError, problemKindOf } from '@trine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/logger.js';
import { problemHeaders } from './problem-headers.js';

/** The one place where an error becomes an answer: problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblemError(error, request);
    if (problem.code === 'internal_error') {
      this.logger.error(
        {
          err: error,
          correlationId: request.correlationId,
          method: request.method,
          route: request.routeOptions?.url,
        },
        'request failed',
      );
    }
    sendProblem(reply, problem);
  }
}

function sendProblem(reply: FastifyReply, error: ProblemError): void {
  const { status } = problemKindOf(error.code);
  void reply.status(status).headers(problemHeaders(error.code)).send(error.toProblem());
}

function toProblemError(error: unknown, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  const status = statusOf(error);
  const [path] = request.url.split('?');
  switch (status) {
    case 404:
      return new ProblemError('not_found', `There is no ${request.method} ${path}`);
    case 413:
      return new ProblemError('payload_too_large', messageOf(error));
    case 415:
      return new ProblemError('unsupported_media_type', 'Send the body as application/json');
    default:
      if (status >= 400 && status < 500) {
        return new ProblemError('invalid_request', messageOf(error), [
          { pointer: '', message: messageOf(error) },
        ]);
      }
      return new ProblemError('internal_error', 'Try again; if it stays, tell us the time and the route');
  }
}

/** Nest's errors and Fastify's both know their status; anything else is a fault of ours. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The request cannot be read';
}
