import { randomUUID } from 'node:crypto';
import { decodeCloudEvent, partitionOf, type RecordedEvent } from '@trine/contracts';
import { createKafka, ensureTopic } from '@trine/event-bus';
import { createLogger } from '@trine/platform';
import { Ledger, Payments, transfer, until } from '../testing/payments.js';

interface Message {
  readonly partition: number;
  readonly key: string;
  readonly event: RecordedEvent;
}

const kafka = createKafka(process.env['TRINE_KAFKA_BROKERS'] ?? '', 'test', createLogger('test', 'silent'));

/** Everything on the topic, as it comes. */
async function listen(topic: string) {
  const messages: Message[] = [];
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      const event = decodeCloudEvent(message.value!.toString());
      messages.push({ partition, key: message.key!.toString(), event });
      return Promise.resolve();
    },
  });
  return { messages, stop: () => consumer.disconnect() };
}

describe('the relay', () => {
  let ledger: Ledger;
  let topic: string;
  let relaying: { TRINE_RELAY: boolean; TRINE_TOPIC: string };
  let bus: Awaited<ReturnType<typeof listen>>;

  beforeEach(async () => {
    ledger = await Ledger.create();
    topic = `test-${randomUUID()}`;
    relaying = { TRINE_RELAY: true, TRINE_TOPIC: topic };
    await ensureTopic(kafka, topic);
    await ensureTopic(kafka, topic);
    bus = await listen(topic);
  });
  afterEach(async () => {
    await bus.stop();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    await ledger.drop();
  });

  const recorded = async () => Number((await ledger.query('SELECT count(*) FROM events'))[0]!['count']);
  const all = () => until(async () => bus.messages.length >= (await recorded()));
  const load = (payments: Payments, count: number) =>
    Promise.all(Array.from({ length: count }, () => payments.post(transfer('a', 'b', '0.01'))));

  /** Each partition's events in order and without a hole: those of the log. */
  async function expectWholeLog(): Promise<void> {
    for (let partition = 0; partition < 16; partition++) {
      const rows = await ledger.query<{ data: string; recorded_at: Date; correlation_id: string }>(
        'SELECT data, recorded_at, correlation_id FROM events WHERE partition = $1 ORDER BY sequence',
        [partition],
      );
      const published = bus.messages.filter((message) => message.partition === partition);
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
        expect([event.partition, partitionOf(key), event.data.accountId]).toEqual([
          partition,
          partition,
          key,
        ]);
      }
    }
  }

  it('publishes the log, partition by partition in order, other writers’ events too, and nothing twice', async () => {
    let payments = await Payments.start(ledger.url, relaying);
    const writer = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b');
    await Promise.all([load(payments, 50), load(writer, 50)]);
    await all();
    await payments.stop();
    payments = await Payments.start(ledger.url, relaying);
    await load(payments, 10);
    await all();
    await expectWholeLog();
    await Promise.all([payments.stop(), writer.stop()]);
  });

  it('takes up what a crash left unpublished', async () => {
    const writer = await Payments.start(ledger.url);
    await writer.openFunded('a', 'b');
    await load(writer, 2_000);
    await writer.stop();
    const payments = await Payments.start(ledger.url, relaying);
    await all();
    await expectWholeLog();
    await payments.stop();
  });

  it('fills a topic again that the bus has lost, also of partitions where nothing happens any more', async () => {
    const payments = await Payments.start(ledger.url, relaying);
    await payments.openFunded('a', 'b', 'c', 'd');
    await load(payments, 20);
    await all();
    await bus.stop();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await until(async () => (await admin.listTopics()).includes(topic));
    await admin.disconnect();
    bus = await listen(topic);
    await load(payments, 1);
    const ids = ({ partition, event }: Message) => `${partition}:${event.sequence}`;
    await until(async () => new Set(bus.messages.map(ids)).size >= (await recorded()));
    await payments.stop();
  });

  it('that finds no bus waits for it: commands go on, and readiness tells', async () => {
    const payments = await Payments.start(ledger.url, { ...relaying, TRINE_KAFKA_BROKERS: '127.0.0.1:1' });
    await payments.openFunded('a', 'b');
    expect((await payments.post(transfer('a', 'b', '1.00'))).status).toBe(201);
    await until(async () => (await payments.metric('trine_relay_backlog_events')) === 7 + 2);
    await until(async () => (await payments.metric('trine_relay_backlog_ms')) > 0);
    expect(await payments.fetch('/health/ready')).toMatchObject({
      status: 200,
      body: {
        checks: [
          { name: 'event-store' },
          { name: 'bus', ok: true, detail: expect.stringContaining('does not answer') as string },
        ],
      },
    });
    await payments.stop();
  });
});
