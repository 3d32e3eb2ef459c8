import type { DynamicModule, Type } from '@nestjs/common';
import { withoutSecrets } from '../config/load-config.js';
import { bufferedOutput, createLogger, type Logger } from '../logging/logger.js';
import { collectProcessMetrics } from '../metrics/metrics.js';
import { createApp, type AppOptions } from './create-app.js';
import { Drain } from './drain.js';

/** What was accepted has to be answered within this; then the process leaves all the same. */
const STOP_TIMEOUT_MS = 10_000;
/** Connections that wait to be accepted; Linux allows no more by itself. Past Node's 511, callers that all come at once wait for seconds. */
const BACKLOG = 4_096;

interface RunConfig extends Readonly<Record<string, unknown>> {
  readonly HOST: string;
  readonly PORT: number;
  readonly LOG_LEVEL: string;
}

/** Runs an app until SIGTERM or SIGINT; any error at start, or one that nobody handled, ends the process with 1. */
export async function runApp(
  name: string,
  module: Type | DynamicModule,
  config: RunConfig,
  options?: AppOptions,
): Promise<void> {
  const logger = createLogger(name, config.LOG_LEVEL, bufferedOutput());
  dieOnUnhandled(logger);
  collectProcessMetrics(name);
  logger.info({ config: withoutSecrets(config) }, 'starting');
  const app = await createApp(module, logger, options);
  const drain = new Drain(app);
  stopOnSignal(logger, async () => {
    await drain.finish();
    await app.close();
  });
  await app.listen({ port: config.PORT, host: config.HOST, backlog: BACKLOG });
  logger.info({ url: await app.getUrl() }, 'listening');
}

function stopOnSignal(logger: Logger, close: () => Promise<void>): void {
  const stop = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ afterMs: STOP_TIMEOUT_MS }, 'stopped before everything was done');
      process.exit(1);
    }, STOP_TIMEOUT_MS).unref();
    close().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function dieOnUnhandled(logger: Logger): void {
  const die = (err: unknown) => {
    logger.fatal({ err }, 'unhandled error');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}
