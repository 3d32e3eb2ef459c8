import { decodeCloudEvent } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { createLogger } from '@trine/platform';
import { randomUUID } from 'node:crypto';
import { createKafka } from './kafka-client.js';
import { createScratchTopic } from './testing/scratch-topic.js';

it('puts each event, in order, into the Kafka partition of its own number', async () => {
  const topic = await createScratchTopic();
  const ledger = new TestLedger();
  for (let i = 0; i < 20; i++) ledger.open(`acc_${i}`);
  for (let i = 0; i < 100; i++)
    ledger.transfer({ from: `acc_${i % 20}`, to: `acc_${(i + 1) % 20}`, amountMinor: 1n });
  await topic.publish(ledger.events);

  const consumer = createKafka(topic.brokers, 'test', createLogger('test', 'silent')).consumer({
    groupId: `test.${randomUUID()}`,
  });
  const received = new Map<number, unknown[]>();
  const all = new Promise<void>((resolve, reject) => {
    let left = ledger.events.length;
    const take = async ({ partition, message }: { partition: number; message: { value: Buffer | null } }) => {
      received.set(partition, [
        ...(received.get(partition) ?? []),
        decodeCloudEvent(message.value!.toString()),
      ]);
      if (--left === 0) resolve();
    };
    consumer
      .connect()
      .then(() => consumer.subscribe({ topic: topic.name, fromBeginning: true }))
      .then(() => consumer.run({ eachMessage: take }))
      .catch(reject);
  });
  await all;
  expect(received).toEqual(ledger.byPartition());
  await consumer.disconnect();
  await topic.drop();
});
