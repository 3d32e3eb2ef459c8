import { PROBLEM_MEDIA_TYPE, type Problem } from '@trine/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/logger.js';
import { httpDuration, httpProblems } from '../metrics/metrics.js';
import { isOperation, routeOf } from './routes.js';

declare module 'fastify' {
  interface FastifyReply {
    /** Of the problem that was answered. */
    problemCode: string | undefined;
  }
}

/** Tells the metrics and the log how each request ended: never what was in it. */
export function observeRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.decorateReply('problemCode', undefined);
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    reply.problemCode = codeOf(reply, payload);
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    observe(request, reply, logger);
    done();
  });
}

function observe(request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const { method, correlationId } = request;
  const { statusCode: status, elapsedTime, problemCode: code } = reply;
  const route = routeOf(request);
  httpDuration.observe({ method, route, status }, elapsedTime / 1_000);
  if (code !== undefined) httpProblems.inc({ method, route, code });
  const level = isOperation(route) ? 'debug' : 'info';
  const ms = Math.round(elapsedTime * 10) / 10;
  logger[level]({ correlationId, method, route, status, ms, code }, 'request');
}

/** A recorded refusal, or one that another process gave, passes here as text. */
function codeOf(reply: FastifyReply, payload: unknown): string | undefined {
  if (reply.statusCode < 400) return undefined;
  if (!String(reply.getHeader('content-type')).startsWith(PROBLEM_MEDIA_TYPE)) return undefined;
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return undefined;
  return (JSON.parse(payload.toString()) as Problem).code;
}
