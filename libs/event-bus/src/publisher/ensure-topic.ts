import { PARTITIONS } from '@trine/contracts';
import { Backoff } from '@trine/platform';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';

/** Kept for a week: whoever is behind further than that is refilled from the event store. */
const RETENTION_MS = 7 * 24 * 3_600_000;
/** Some ten seconds together. */
const BACKOFF = { firstMs: 50, maxMs: 2_000 };
const MAX_TRIES = 10;

/**
 * Creates the topic with the ledger's partitions, unless it is there.
 * @throws Error when it is there with another number of partitions: the ledger's partition is the bus's
 */
export async function ensureTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = await admin.listTopics();
    if (!topics.includes(topic)) await create(admin, topic);
    const partitions = await partitionsOf(admin, topic);
    if (partitions !== PARTITIONS) {
      throw new Error(`Topic ${topic} has ${partitions} partitions in place of ${PARTITIONS}`);
    }
  } finally {
    await admin.disconnect();
  }
}

/** kafkajs resolves with false, and does not throw, when another process was first. */
async function create(admin: Admin, topic: string): Promise<void> {
  await admin.createTopics({
    waitForLeaders: false,
    topics: [
      {
        topic,
        numPartitions: PARTITIONS,
        configEntries: [{ name: 'retention.ms', value: String(RETENTION_MS) }],
      },
    ],
  });
}

/** A topic just made is known to the controller before the broker that is asked has heard of it. */
async function partitionsOf(admin: Admin, topic: string): Promise<number | undefined> {
  const backoff = new Backoff(BACKOFF);
  for (let tries = 1; ; tries++) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      return topics[0]?.partitions.length;
    } catch (error) {
      const unheard =
        error instanceof kafkajs.KafkaJSProtocolError && error.type === 'UNKNOWN_TOPIC_OR_PARTITION';
      if (!unheard || tries === MAX_TRIES) throw error;
      await backoff.wait();
    }
  }
}
