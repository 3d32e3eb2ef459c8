import { Injectable } from '@nestjs/common';
import {
  FORWARDED_TRANSFERS,
  IDEMPOTENCY_KEY,
  IDEMPOTENCY_KEY_PATTERN,
  MAX_FORWARDED,
  MAX_FORWARDED_BYTES,
  type ForwardedAnswer,
  type ForwardedTransfer,
} from '@trine/contracts';
import { gather } from '@trine/platform';
import type { FastifyRequest } from 'fastify';
import { PaymentsClient, type PaymentsAnswer } from './payments-client.js';

const keyPattern = new RegExp(IDEMPOTENCY_KEY_PATTERN);

/** Of a payments that does not know the route, or could not read the request. Whatever else it answers is for each of them. */
const NOTHING_DECIDED: ReadonlySet<number> = new Set([400, 404, 413, 415]);

/**
 * Transfers that come in one turn of the event loop go to payments in one request: a request of its own costs both sides
 * more than the transfer itself. They do not wait for others: if they did, all callers would soon wait for the
 * same append.
 */
@Injectable()
export class TransferForwarder {
  private readonly inOneRequest = gather((transfers: readonly ForwardedTransfer[]) => this.send(transfers), {
    max: MAX_FORWARDED,
  });

  constructor(private readonly payments: PaymentsClient) {}

  /** Null when it has to go by itself. @throws ProblemError as {@link PaymentsClient.send} */
  async forward({ headers, body, correlationId }: FastifyRequest): Promise<PaymentsAnswer | null> {
    const key = headers[IDEMPOTENCY_KEY];
    if (typeof key !== 'string' || !keyPattern.test(key)) return null;
    if (!Buffer.isBuffer(body) || body.length > MAX_FORWARDED_BYTES) return null;
    return this.inOneRequest({ key, correlationId, body: body.toString() });
  }

  private async send(transfers: readonly ForwardedTransfer[]): Promise<readonly (PaymentsAnswer | null)[]> {
    const answer = await this.payments.send({
      method: 'POST',
      path: FORWARDED_TRANSFERS,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(transfers),
    });
    if (answer.status === 200) return JSON.parse(answer.body.toString()) as (ForwardedAnswer | null)[];
    return transfers.map(() => (NOTHING_DECIDED.has(answer.status) ? null : answer));
  }
}
