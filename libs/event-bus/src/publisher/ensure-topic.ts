import { PARTITIONS } from '@trine/contracts';
import type { Kafka } from 'kafkajs';

/** Kept for a week: whoever is behind further than that is refilled from the event store. */
const RETENTION_MS = 7 * 24 * 3_600_000;

/** Creates the topic with the ledger's partitions, unless it is there. */
export async function ensureTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    // kafkajs resolves with false, and does not throw, when the topic exists.
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
  } finally {
    await admin.disconnect();
  }
}
