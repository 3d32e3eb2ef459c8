import { randomUUID } from 'node:crypto';
import { decodeCloudEvent, partitionOf, PARTITIONS, type RecordedEvent } from '@trine/contracts';
import { createKafka, ensureTopic } from '@trine/event-bus';
import { createLogger } from '@trine/platform';
import { until, type Ledger } from './payments.js';

interface Message {
  readonly partition: number;
  readonly key: string;
  readonly event: RecordedEvent;
}

type Consumer = ReturnType<typeof kafka.consumer>;
const kafka = createKafka(process.env['TRINE_KAFKA_BROKERS'] ?? '', 'test', createLogger('test', 'silent'));

/** A topic of the test's own on the real bus, and everything on it, as it comes. */
export class Topic {
  /** Everything since it was listened to. */
  messages: Message[] = [];
  private readonly consumer: Consumer;

  private constructor(readonly name: string) {
    this.consumer = kafka.consumer({ groupId: name, maxWaitTimeInMs: 50 });
  }

  static async create(): Promise<Topic> {
    const topic = new Topic(`test-${randomUUID()}`);
    await ensureTopic(kafka, topic.name);
    // Any number of processes may find that it is there.
    await ensureTopic(kafka, topic.name);
    await topic.listen();
    return topic;
  }

  /** What a consumer takes of it that skips what it has seen. */
  get firsts(): Message[] {
    const seen = new Set<string>();
    return this.messages.filter(({ event: { partition, sequence } }) => {
      const position = `${partition}:${sequence}`;
      return !seen.has(position) && seen.add(position);
    });
  }

  /** The topic goes, with all that is in it; listens again when somebody has made a new one of that name. */
  async lose(): Promise<void> {
    await this.drop();
    const admin = kafka.admin();
    await admin.connect();
    await until(async () => (await admin.listTopics()).includes(this.name));
    await admin.disconnect();
    this.messages = [];
    await this.listen();
  }

  async drop(): Promise<void> {
    await this.consumer.disconnect();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [this.name] });
    await admin.disconnect();
  }

  private async listen(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.name, fromBeginning: true });
    await this.consumer.run({
      eachMessage: ({ partition, message }) => {
        const event = decodeCloudEvent(message.value!.toString());
        this.messages.push({ partition, key: message.key!.toString(), event });
        return Promise.resolve();
      },
    });
  }
}

/** Each partition's events in order and without a hole: those of the log, and nothing else. */
export async function expectWholeLog(ledger: Ledger, messages: readonly Message[]): Promise<void> {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const rows = await ledger.query<{ data: string; recorded_at: Date; correlation_id: string }>(
      'SELECT data, recorded_at, correlation_id FROM events WHERE partition = $1 ORDER BY sequence',
      [partition],
    );
    const published = messages.filter((message) => message.partition === partition);
    expect(
      published.map(({ event }) => [event.sequence, event.data, event.recordedAt, event.correlationId]),
    ).toEqual(
      rows.map(({ data, recorded_at, correlation_id }, i) => [
        i + 1,
        JSON.parse(data) as object,
        recorded_at.toISOString(),
        correlation_id,
      ]),
    );
    for (const { key, event } of published) {
      expect([event.partition, partitionOf(key), event.data.accountId]).toEqual([partition, partition, key]);
    }
  }
}
