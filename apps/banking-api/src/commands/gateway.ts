import { Injectable } from '@nestjs/common';
import { CONSISTENCY_TOKEN, CORRELATION_ID, IDEMPOTENCY_KEY, IDEMPOTENT_REPLAYED } from '@trine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PaymentsClient } from './payments-client.js';

/** Headers that mean something on the other side; everything else is between caller and gateway, or gateway and payments. */
const REQUEST_HEADERS = ['content-type', IDEMPOTENCY_KEY];
const ANSWER_HEADERS = ['content-type', CONSISTENCY_TOKEN, IDEMPOTENT_REPLAYED, 'retry-after'];

/**
 * Every command goes on to payments as it came, its path and its body byte for byte: what the caller sent is what is
 * hashed and decided there.
 */
@Injectable()
export class Gateway {
  constructor(private readonly payments: PaymentsClient) {}

  async forward(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const sent: Record<string, string> = { [CORRELATION_ID]: request.correlationId };
    for (const name of REQUEST_HEADERS) {
      const value = request.headers[name];
      if (typeof value === 'string') sent[name] = value;
    }
    const { status, headers, body } = await this.payments.send({
      method: request.method as 'POST' | 'PATCH',
      path: request.url,
      headers: sent,
      body: request.body as Buffer | undefined,
    });
    for (const name of ANSWER_HEADERS) if (headers[name] !== undefined) reply.header(name, headers[name]);
    await reply.status(status).send(body);
  }
}
