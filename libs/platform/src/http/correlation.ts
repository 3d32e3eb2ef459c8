import { CORRELATION_ID, ID_PATTERN } from '@trine/contracts';
import type { FastifyInstance } from 'fastify';
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
    const said = request.headers[CORRELATION_ID];
    request.correlationId = typeof said === 'string' && pattern.test(said) ? said : newId();
    reply.header(CORRELATION_ID, request.correlationId);
    done();
  });
}
