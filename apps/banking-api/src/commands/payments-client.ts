import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ProblemError } from '@trine/contracts';
import { circuitBreaker, ConsecutiveBreaker, handleAll, isBrokenCircuitError } from 'cockatiel';
import { EventEmitter } from 'node:events';
import { Pool, type Dispatcher } from 'undici';

const CONNECTIONS = 64;
/** Payments gives up on its own store after 5 s, and a statement that hangs after 10 s more. */
const ANSWER_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 1_000;
const READY_TIMEOUT_MS = 1_000;
/** After this many failures in a row nothing is sent for a moment: a payments that starts is not run over. */
const FAILURES_TO_OPEN = 20;
const OPEN_MS = 500;

export interface PaymentsRequest {
  readonly method: 'POST' | 'PATCH';
  /** With its query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string | undefined;
}

export interface PaymentsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer | string;
}

/** Passes commands on to payments. Never repeats one: only the caller knows whether it still wants it. */
@Injectable()
export class PaymentsClient implements OnApplicationShutdown {
  private readonly pool: Pool;
  /** Of its own: commands that wait for a connection say nothing about whether payments is ready. */
  private readonly probe: Pool;
  private readonly breaker = circuitBreaker(handleAll, {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });

  constructor(url: string) {
    this.pool = new Pool(url, { connections: CONNECTIONS, connectTimeout: CONNECT_TIMEOUT_MS });
    this.probe = new Pool(url, { connections: 1, connectTimeout: CONNECT_TIMEOUT_MS });
  }

  /** @throws ProblemError `unavailable` when the outcome is unknown or payments is down */
  async send({ body, ...command }: PaymentsRequest): Promise<PaymentsAnswer> {
    try {
      return await this.breaker.execute(() => this.inTime({ ...command, body: body ?? null }));
    } catch (error) {
      const sent = !isBrokenCircuitError(error);
      throw new ProblemError(
        'unavailable',
        sent
          ? 'Payments did not answer; repeat the request with the same Idempotency-Key to learn its outcome'
          : 'Payments does not answer at the moment; the request was not sent',
      );
    }
  }

  /** The pool's own limits begin only when a connection is free. */
  private async inTime(command: Dispatcher.RequestOptions): Promise<PaymentsAnswer> {
    // undici takes an emitter for a signal: AbortSignal.timeout() takes as long as all else that is done here.
    const signal = new EventEmitter();
    const timer = setTimeout(() => signal.emit('abort'), ANSWER_TIMEOUT_MS);
    try {
      const { statusCode: status, headers, body } = await this.pool.request({ ...command, signal });
      return { status, headers, body: Buffer.from(await body.arrayBuffer()) };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Rejects with the reason when commands cannot be taken. */
  async checkReady(): Promise<void> {
    const signal = AbortSignal.timeout(READY_TIMEOUT_MS);
    const { statusCode, body } = await this.probe.request({ method: 'GET', path: '/health/ready', signal });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`payments answers ${statusCode}: ${text}`);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.close(), this.probe.close()]);
  }
}
