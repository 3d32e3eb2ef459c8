import { PARTITIONS } from '@trine/contracts';
import type { Admin, Kafka } from 'kafkajs';

/** Kept for a week: whoever is behind further than that is refilled from the event store. */
const RETENTION_MS = 7 * 24 * 3_600_000;

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
    const { topics: found } = await admin.fetchTopicMetadata({ topics: [topic] });
    const partitions = found[0]?.partitions.length;
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
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: PARTITIONS,
        configEntries: [{ name: 'retention.ms', value: String(RETENTION_MS) }],
      },
    ],
  });
}
