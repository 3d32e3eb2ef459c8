import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { MAX_BODY_BYTES } from '@trine/contracts';
import type { Logger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { PlatformModule } from '../platform.module.js';
import { answerUnreadable } from './client-error.js';
import { correlate } from './correlation.js';
import { keepToLimits, LIMITS, type Limits } from './limits.js';
import { observeRequests } from './observe-requests.js';
import { ProblemFilter } from './problem.filter.js';

/** Longer than the idle time of common load balancers (60 s), so that they close first, never we. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

export interface AppOptions {
  /** Largest body in bytes by route, where it is not {@link MAX_BODY_BYTES}. */
  readonly bodyLimits?: Readonly<Record<string, number>>;
  /** Where they are not {@link LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** Bodies stay the bytes they came as, for an app that passes them on. */
  readonly rawBodies?: boolean;
  /** Called before the app listens. */
  readonly prepare?: (app: NestFastifyApplication) => void;
}

/** A Nest application on Fastify with all that every app has; not yet listening, so that tests can choose a port. */
export async function createApp(
  module: Type | DynamicModule,
  logger: Logger,
  { bodyLimits = {}, limits: changes = {}, rawBodies = false, prepare }: AppOptions = {},
): Promise<NestFastifyApplication> {
  const limits = { ...LIMITS, ...changes };
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: limits.receiveMs,
    connectionTimeout: limits.stallMs,
    http: { headersTimeout: limits.receiveMs, connectionsCheckingInterval: limits.receiveMs / 10 },
    clientErrorHandler: answerUnreadable,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
  });
  correlate(adapter.getInstance());
  observeRequests(adapter.getInstance(), logger);
  keepToLimits(adapter.getInstance(), limits);
  // Commands are JSON and nothing else: Fastify's own parser for text, and Nest's for forms, stay out.
  adapter.getInstance().removeContentTypeParser('text/plain');
  if (rawBodies) {
    adapter.getInstance().removeContentTypeParser('application/json');
    adapter
      .getInstance()
      .addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
        done(null, body),
      );
  }
  adapter.getInstance().addHook('onRoute', (route) => {
    const limit = bodyLimits[route.url];
    if (limit !== undefined) route.bodyLimit = limit;
  });
  const app = await NestFactory.create<NestFastifyApplication>(withPlatform(module, logger), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalFilters(new ProblemFilter(logger));
  prepare?.(app);
  return app;
}

function withPlatform(module: Type | DynamicModule, logger: Logger): Type {
  @Module({ imports: [PlatformModule.forApp(logger), module] })
  class RootModule {}
  return RootModule;
}
