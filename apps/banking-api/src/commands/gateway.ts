import { Injectable } from '@nestjs/common';
import {
  CONSISTENCY_TOKEN,
  CORRELATION_ID,
  IDEMPOTENCY_KEY,
  IDEMPOTENT_REPLAYED,
  ProblemError,
} from '@trine/contracts';
import { bulkhead, isBulkheadRejectedError } from 'cockatiel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PaymentsClient, type PaymentsAnswer } from './payments-client.js';
import { TransferForwarder } from './transfer-forwarder.js';

/** Headers that mean something on the other side; everything else is between caller and gateway, or gateway and payments. */
const REQUEST_HEADERS = ['content-type', IDEMPOTENCY_KEY];
const ANSWER_HEADERS = ['content-type', CONSISTENCY_TOKEN, IDEMPOTENT_REPLAYED, 'retry-after'];

/** Commands under way at a time; past that callers are told at once to come back. */
const MAX_UNDER_WAY = 4_000;

/** Every command goes on to payments as it came: what the caller sent is what is hashed and decided there. */
@Injectable()
export class Gateway {
  private readonly places = bulkhead(MAX_UNDER_WAY);

  constructor(
    private readonly payments: PaymentsClient,
    private readonly transfers: TransferForwarder,
  ) {}

  /** By itself, its path and its body byte for byte. */
  async forward(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.answer(reply, () => this.alone(request));
  }

  /** Together with others, where that can be. */
  async forwardTransfer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.answer(reply, async () => (await this.transfers.forward(request)) ?? this.alone(request));
  }

  /** @throws ProblemError `overloaded`, or as {@link PaymentsClient.send} */
  private async answer(reply: FastifyReply, ask: () => Promise<PaymentsAnswer>): Promise<void> {
    const { status, headers, body } = await this.places.execute(ask).catch((error: unknown) => {
      if (!isBulkheadRejectedError(error)) throw error;
      throw new ProblemError('overloaded', 'Too many commands are under way');
    });
    for (const name of ANSWER_HEADERS) if (headers[name] !== undefined) reply.header(name, headers[name]);
    await reply.status(status).send(body);
  }

  private alone(request: FastifyRequest): Promise<PaymentsAnswer> {
    const sent: Record<string, string> = { [CORRELATION_ID]: request.correlationId };
    for (const name of REQUEST_HEADERS) {
      const value = request.headers[name];
      if (typeof value === 'string') sent[name] = value;
    }
    return this.payments.send({
      method: request.method as 'POST' | 'PATCH',
      path: request.url,
      headers: sent,
      body: request.body as Buffer | undefined,
    });
  }
}
