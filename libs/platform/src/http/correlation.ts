import { CORRELATION_ID, ID_PATTERN } from '@trine/contracts';
import type { FastifyInstance } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { newId } from '../new-id.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller's, or one of ours. */
    correlationId: string;
  }
}

const pattern = new RegExp(ID_PATTERN);

/** Every request has a correlation id, and every answer tells it; a header that is none is passed over. */
export function correlate(fastify: FastifyInstance): void {
  fastify.decorateRequest('correlationId', '');
  fastify.addHook('onRequest', (request, reply, done) => {
    request.correlationId = correlationIdOf(request);
    reply.header(CORRELATION_ID, request.correlationId);
    done();
  });
}

/** The one that the caller says, or a new one. */
export function correlationIdOf({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  const said = headers[CORRELATION_ID];
  return typeof said === 'string' && pattern.test(said) ? said : newId();
}
