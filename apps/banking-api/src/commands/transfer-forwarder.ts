import { Injectable } from '@nestjs/common';
import {
  FORWARDED_TRANSFERS,
  IDEMPOTENCY_KEY,
  MAX_FORWARDED,
  MAX_FORWARDED_BYTES,
  type ForwardedAnswer,
  type ForwardedTransfer,
} from '@trine/contracts';
import { gather } from '@trine/platform';
import type { FastifyRequest } from 'fastify';
import { PaymentsClient } from './payments-client.js';

/** So long a transfer waits at most for the answer to those before it: two requests cost more than one of both. */
const LONGEST_WAIT_MS = 5;

/**
 * Transfers that come in one turn of the event loop, or while others are on their way, go to payments in one request: a
 * request of its own costs both sides more than the transfer itself.
 */
@Injectable()
export class TransferForwarder {
  private readonly inOneRequest = gather(
    (transfers: readonly ForwardedTransfer[]) => this.sendNext(transfers),
    {
      max: MAX_FORWARDED,
      schedule: (close) => this.schedule(close),
    },
  );
  private underWay = 0;
  private closeNext: () => void = () => undefined;

  constructor(private readonly payments: PaymentsClient) {}

  /** Null when it has to go by itself. @throws ProblemError as {@link PaymentsClient.send} */
  async forward({ headers, body, correlationId }: FastifyRequest): Promise<ForwardedAnswer> {
    const key = headers[IDEMPOTENCY_KEY];
    if (typeof key !== 'string' || !Buffer.isBuffer(body) || body.length > MAX_FORWARDED_BYTES) return null;
    return this.inOneRequest({ key, correlationId, body: body.toString() });
  }

  private schedule(close: () => void): void {
    if (this.underWay === 0) return void setImmediate(close);
    this.closeNext = close;
    setTimeout(close, LONGEST_WAIT_MS);
  }

  private async sendNext(transfers: readonly ForwardedTransfer[]): Promise<readonly ForwardedAnswer[]> {
    this.underWay++;
    try {
      return await this.send(transfers);
    } finally {
      this.underWay--;
      if (this.underWay === 0) this.closeNext();
    }
  }

  private async send(transfers: readonly ForwardedTransfer[]): Promise<readonly ForwardedAnswer[]> {
    const { status, headers, body } = await this.payments.send({
      method: 'POST',
      path: FORWARDED_TRANSFERS,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(transfers),
    });
    if (status === 200) return JSON.parse(body.toString()) as ForwardedAnswer[];
    // Being busy is what each would have been told; anything else is no answer to a transfer.
    return transfers.map(() => (status === 503 ? { status, headers, body: body.toString() } : null));
  }
}
