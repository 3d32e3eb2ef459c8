import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { HealthChecks } from '../health/health-checks.js';

/** How long callers have to learn, each with its next answer, that this process leaves: so that none is cut off. */
const LINGER_MS = 250;

/** Counts what is under way, so that a process that leaves answers everything that it took. Before the app listens. */
export class Drain {
  private underWay = 0;
  private leaving = false;
  private answered: () => void = () => undefined;

  constructor(private readonly app: NestFastifyApplication) {
    const fastify = app.getHttpAdapter().getInstance();
    fastify.addHook('onRequest', (_request, reply, done) => {
      this.underWay++;
      // Told also of callers that have gone away.
      reply.raw.once('close', () => this.end());
      done();
    });
    // What is refused for overload never comes to a hook.
    fastify.server.prependListener('request', (_request, response: ServerResponse) => {
      if (this.leaving) response.setHeader('connection', 'close');
    });
    fastify.addHook('onSend', (_request, reply, payload, done) => {
      if (this.leaving) reply.header('connection', 'close');
      done(null, payload);
    });
  }

  /** Takes nothing more; resolves when everything that was taken is answered and no connection is left. */
  async finish(): Promise<void> {
    this.leaving = true;
    this.app.get(HealthChecks).register('process', () => Promise.reject(new Error('it is stopping')));
    await sleep(LINGER_MS);
    const server = this.app.getHttpServer();
    server.close();
    if (this.underWay > 0) await new Promise<void>((resolve) => (this.answered = resolve));
    // Whoever is still connected has not asked for anything.
    server.closeAllConnections();
  }

  private end(): void {
    this.underWay--;
    if (this.underWay === 0) this.answered();
  }
}
