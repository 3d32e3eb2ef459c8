import type { Logger } from '@trine/platform';
import { Kafka, logLevel, type logCreator } from 'kafkajs';
import './idle-clients.js';

/** A broker that does not answer within this is taken for gone. */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 3_000;
/** kafkajs retries inside one call; what outlives that is retried by us, with our own backoff. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 };

/** A client of the bus whose lines go to the app's log. `brokers` is `host:port`, comma separated. */
export function createKafka(brokers: string, clientId: string, logger: Logger): Kafka {
  return new Kafka({
    clientId,
    brokers: brokers.split(',').map((broker) => broker.trim()),
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: toLogger(logger),
  });
}

/** kafkajs reports what it will retry as errors; an operator is only to be woken by what we report ourselves. */
const toLogger =
  (logger: Logger): logCreator =>
  () =>
  ({ namespace, log }) => {
    logger.warn({ kafka: namespace, error: log['error'] as unknown }, log.message);
  };

/** Header of a message: the id of the log that its event is of. After a restore the same position is another event. */
export const LOG_ID_HEADER = 'log-id';
