import { jest } from '@jest/globals';
import { decodeCloudEvent, type RecordedEvent } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { createLogger } from '@trine/platform';
import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka } from './kafka-client.js';
import { KafkaPublisher } from './publisher/kafka-publisher.js';
import { breakableWire } from './testing/breakable-wire.js';
import { storedOf } from './testing/scratch-log.js';
import { createScratchTopic, type ScratchTopic } from './testing/scratch-topic.js';

let topic: ScratchTopic;
beforeEach(async () => {
  topic = await createScratchTopic();
});
afterEach(() => topic.drop());

/** What is on the topic once these events are all there: by partition, as it comes, repeats too. */
async function received(events: readonly RecordedEvent[]): Promise<Map<number, RecordedEvent[]>> {
  const consumer = createKafka(topic.brokers, 'test', createLogger('test', 'silent')).consumer({
    groupId: `test.${randomUUID()}`,
  });
  const found = new Map<number, RecordedEvent[]>();
  const missing = new Set(events.map(({ partition, sequence }) => `${partition}:${sequence}`));
  await consumer.connect();
  await consumer.subscribe({ topic: topic.name, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const take = async ({ partition, message }: { partition: number; message: { value: Buffer | null } }) => {
      const event = decodeCloudEvent(message.value!.toString());
      found.set(partition, [...(found.get(partition) ?? []), event]);
      missing.delete(`${event.partition}:${event.sequence}`);
      if (missing.size === 0) resolve();
    };
    consumer.run({ eachMessage: take }).catch(reject);
  });
  await consumer.disconnect();
  return found;
}

it('puts each event, in order, into the Kafka partition of its own number', async () => {
  const ledger = new TestLedger();
  for (let i = 0; i < 20; i++) ledger.open(`acc_${i}`);
  for (let i = 0; i < 100; i++)
    ledger.transfer({ from: `acc_${i % 20}`, to: `acc_${(i + 1) % 20}`, amountMinor: 1n });
  await topic.publish(ledger.events);
  expect(await received(ledger.events)).toEqual(ledger.byPartition());
});

it('leaves a client that has nothing to do in peace', async () => {
  const admin = createKafka(topic.brokers, 'test', createLogger('test', 'silent')).admin();
  await admin.connect();
  await admin.listTopics();
  const timers = jest.spyOn(global, 'setTimeout');
  try {
    await sleep(300);
    expect(timers.mock.calls).toHaveLength(0);
  } finally {
    timers.mockRestore();
    await admin.disconnect();
  }
});

it('fails only the partition that the bus refuses, of those that are published together', async () => {
  const publisher = new KafkaPublisher(
    createKafka(topic.brokers, 'test', createLogger('test', 'silent')),
    topic.name,
  );
  await publisher.connect();
  const ledger = new TestLedger().open('a').open('b');
  const [a, b] = ledger.events.map(storedOf);
  const tooLarge = { ...b!, data: JSON.stringify({ text: 'x'.repeat(2_000_000) }) };
  const nowhere = 99;
  const published = [
    publisher.publish(a!.partition, [a!]),
    publisher.publish(b!.partition, [tooLarge]),
    publisher.publish(nowhere, [b!]),
  ];
  const outcomes = (await Promise.allSettled(published)).map(({ status }) => status);
  expect(outcomes).toEqual(['fulfilled', 'rejected', 'rejected']);
  const [first] = ledger.events;
  expect((await received([first!])).get(first!.partition)).toContainEqual(first);
  await publisher.close();
});

it('has every event, in order, though answers of the bus are lost on the wire', async () => {
  const wire = await breakableWire(`tcp://${topic.brokers}`);
  const { hostname, port } = new URL(wire.url);
  const kafka = new Kafka({
    brokers: [topic.brokers],
    logLevel: logLevel.NOTHING,
    // Brokers name themselves: whatever they say, this is the way to them.
    socketFactory: ({ onConnect }) => connect(Number(port), hostname, onConnect),
  });
  const publisher = new KafkaPublisher(kafka, topic.name);
  await publisher.connect();
  const ledger = new TestLedger().open('a');
  for (let i = 0; i < 5; i++) {
    ledger.limit('a', String(i));
    wire.loseNextAnswer();
    await publisher.publish(ledger.events[i]!.partition, [storedOf(ledger.events[i]!)]);
  }
  await publisher.publish(ledger.events[5]!.partition, [storedOf(ledger.events[5]!)]);
  const [sequences] = [...(await received(ledger.events)).values()].map((all) =>
    all.map(({ sequence }) => sequence),
  );
  expect([...new Set(sequences)]).toEqual([1, 2, 3, 4, 5, 6]);
  // What was not known to be there came again.
  expect(sequences!.length).toBeGreaterThan(6);
  await publisher.close();
  wire.close();
});
