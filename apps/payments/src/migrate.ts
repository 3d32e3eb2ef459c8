import { createKafka, ensureTopic } from '@trine/event-bus';
import { errorFields, migrate } from '@trine/event-store';
import { createLogger, loadConfig, type Logger } from '@trine/platform';
import { MigrateConfig } from './config.js';

/** Brings the event store and the bus up to date; safe to repeat and to run twice at once. */
async function run(logger: Logger): Promise<void> {
  const config = loadConfig(MigrateConfig);
  const applied = await migrate(config.TRINE_POSTGRES_URL, config.TRINE_POSTGRES_READER_URL);
  logger.info(
    { applied },
    applied.length === 0 ? 'the event store is up to date' : 'the event store was migrated',
  );
  await ensureTopic(createKafka(config.TRINE_KAFKA_BROKERS, 'migrate', logger), config.TRINE_TOPIC);
  logger.info({ topic: config.TRINE_TOPIC }, 'the topic is there');
}

const logger = createLogger('migrate');
await run(logger).catch((error: unknown) => {
  logger.fatal({ err: errorFields(error) }, 'not migrated');
  process.exitCode = 1;
});
