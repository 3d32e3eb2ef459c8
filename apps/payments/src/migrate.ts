import { createKafka, ensureTopic } from '@trine/event-bus';
import { migrate } from '@trine/event-store';
import { createLogger, loadConfig } from '@trine/platform';
import { MigrateConfig } from './config.js';

/** Brings the event store and the bus up to date; safe to repeat and to run twice at once. */
const config = loadConfig(MigrateConfig);
const logger = createLogger('migrate');

const applied = await migrate(config.TRINE_POSTGRES_URL, config.TRINE_POSTGRES_READER_URL);
logger.info(
  { applied },
  applied.length === 0 ? 'the event store is up to date' : 'the event store was migrated',
);
await ensureTopic(createKafka(config.TRINE_KAFKA_BROKERS, 'migrate', logger), config.TRINE_TOPIC);
logger.info({ topic: config.TRINE_TOPIC }, 'the topic is there');
