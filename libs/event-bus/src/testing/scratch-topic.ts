import type { RecordedEvent } from '@trine/contracts';
import { createLogger } from '@trine/platform';
import { randomUUID } from 'node:crypto';
import { createKafka } from '../kafka-client.js';
import { ensureTopic } from '../publisher/ensure-topic.js';
import { KafkaPublisher } from '../publisher/kafka-publisher.js';
import { storedOf } from './scratch-log.js';
import { serverUrl } from './server-url.js';

/** A topic of the test's own on the real bus. */
export interface ScratchTopic {
  readonly name: string;
  readonly brokers: string;
  /**
   * Publishes as the relay does, one partition after the other; the order within one is the caller's. Messages tell
   * which log they are of when `logId` is given.
   */
  publish(events: readonly RecordedEvent[], logId?: string): Promise<void>;
  /** Publishes a message that is no event. */
  publishText(partition: number, value: string): Promise<void>;
  drop(): Promise<void>;
}

export async function createScratchTopic(): Promise<ScratchTopic> {
  const name = `test.${randomUUID()}`;
  const brokers = serverUrl('TRINE_KAFKA_BROKERS');
  const kafka = createKafka(brokers, 'test', createLogger('test', 'silent'));
  await ensureTopic(kafka, name);
  const producer = kafka.producer();
  await producer.connect();
  const publishers = new Map<string | undefined, KafkaPublisher>();
  const publisherOf = async (logId?: string) => {
    const found = publishers.get(logId);
    if (found !== undefined) return found;
    const publisher = new KafkaPublisher(
      kafka,
      name,
      logId === undefined ? undefined : () => Promise.resolve(logId),
    );
    await publisher.connect();
    publishers.set(logId, publisher);
    return publisher;
  };
  return {
    name,
    brokers,
    publish: async (events, logId) => {
      const publisher = await publisherOf(logId);
      const partitions = new Set(events.map(({ partition }) => partition));
      for (const partition of partitions) {
        const stored = events.filter((event) => event.partition === partition).map(storedOf);
        await publisher.publish(partition, stored);
      }
    },
    publishText: async (partition, value) => {
      await producer.send({ topic: name, messages: [{ partition, value }] });
    },
    drop: async () => {
      await Promise.all([...publishers.values()].map((publisher) => publisher.close()));
      await producer.disconnect();
      const admin = kafka.admin();
      await admin.connect();
      await admin.deleteTopics({ topics: [name] });
      await admin.disconnect();
    },
  };
}
