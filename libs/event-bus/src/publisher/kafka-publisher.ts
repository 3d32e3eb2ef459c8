import { encodeCloudEvent, type Positions, type StoredEvent } from '@trine/contracts';
import { asError, gather, type Outcomes } from '@trine/platform';
import type { Kafka, Message, Producer } from 'kafkajs';
import { LOG_ID_HEADER } from '../kafka-client.js';
import { ensureTopic } from './ensure-topic.js';
import { EventPublisher } from './event-publisher.js';

const ALL_REPLICAS = -1;
const TIMEOUT_MS = 10_000;

interface Part {
  readonly partition: number;
  readonly events: readonly StoredEvent[];
}

/**
 * The ledger's partition is Kafka's partition, by its number. Not kafkajs's idempotent producer: it loses messages
 * under concurrent sends. `askLogId` is asked now and then, and told with every message.
 */
export class KafkaPublisher extends EventPublisher {
  private readonly producer: Producer;
  private headers: Record<string, string> = {};
  /** What is published in one turn of the event loop goes in one request: that costs Kafka about what one part of it would. */
  private readonly inOneRequest = gather((parts: readonly Part[]) => this.sendTogether(parts));

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    private readonly askLogId?: () => Promise<string>,
  ) {
    super();
    this.producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: () => byNumber });
  }

  async connect(): Promise<void> {
    await this.learnLogId();
    await this.producer.connect();
  }

  async publish(partition: number, events: readonly StoredEvent[]): Promise<void> {
    await this.inOneRequest({ partition, events });
  }

  /** Kafka's refusal of one partition fails the whole request: then each goes by itself, and only that one fails. */
  private async sendTogether(parts: readonly Part[]): Promise<Outcomes<void>> {
    try {
      return await this.send(parts);
    } catch (error) {
      if (parts.length === 1) throw error;
      const outcomes = parts.map((part) => this.send([part]).catch((refused: unknown) => [asError(refused)]));
      return (await Promise.all(outcomes)).flat();
    }
  }

  private async send(parts: readonly Part[]): Promise<Outcomes<void>> {
    const sent = await this.producer.send({
      topic: this.topic,
      acks: ALL_REPLICAS,
      timeout: TIMEOUT_MS,
      messages: parts.flatMap((part) => this.messagesOf(part)),
    });
    // kafkajs resolves even when it has left out a partition that has no leader at the moment.
    const taken = new Set(sent.map(({ partition }) => partition));
    return parts.map(({ partition }) =>
      taken.has(partition) ? undefined : new Error(`Partition ${partition} has no leader`),
    );
  }

  private messagesOf({ partition, events }: Part): Message[] {
    return events.map((event) => ({
      partition,
      key: event.accountId,
      value: encodeCloudEvent(event),
      headers: this.headers,
    }));
  }

  async ends(): Promise<Positions> {
    await this.learnLogId();
    await ensureTopic(this.kafka, this.topic);
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const offsets = await admin.fetchTopicOffsets(this.topic);
      return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
    } finally {
      await admin.disconnect();
    }
  }

  private async learnLogId(): Promise<void> {
    const logId = await this.askLogId?.();
    this.headers = logId === undefined ? {} : { [LOG_ID_HEADER]: logId };
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}

function byNumber({ message }: { message: { partition?: number } }): number {
  if (message.partition === undefined) throw new Error('A message of the ledger names its partition');
  return message.partition;
}
