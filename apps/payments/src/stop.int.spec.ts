import { createScratchTopic, startApp } from '@trine/event-bus/testing';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { PaymentsClient, transfer } from './testing/client.js';
import { Ledger } from './testing/payments.js';

const CALLERS = 64;
const ANSWERS_BEFORE_STOP = 1_000;

describe('payments that is told to stop under load', () => {
  it('answers all that it took, records nothing else, and ends well', async () => {
    const [ledger, topic] = await Promise.all([Ledger.create(), createScratchTopic()]);
    const app = await startApp('payments', {
      TRINE_POSTGRES_URL: ledger.url,
      TRINE_TOPIC: topic.name,
      LOG_LEVEL: 'error',
    });
    await app.ready();
    const client = new PaymentsClient(app.url);
    for (const id of ['a', 'b']) await client.open({ id, currency: 'CZK', overdraftLimit: 'unlimited' }, id);

    const answered = new Map<string, number>();
    let code: Promise<number | null> | undefined;
    const call = async () => {
      for (;;) {
        const key = randomUUID();
        const reply = await client.post(transfer('a', 'b', '0.01'), key).catch(() => undefined);
        if (reply === undefined) return;
        answered.set(key, reply.status);
        if (answered.size >= ANSWERS_BEFORE_STOP) code ??= app.stop();
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, call));

    expect(await code).toBe(0);
    expect(new Set(answered.values())).toEqual(new Set([201]));
    const recorded = await ledger.query<{ key: string }>(
      `SELECT key FROM idempotency_keys WHERE key NOT IN ('a', 'b')`,
    );
    expect(recorded.map(({ key }) => key).sort()).toEqual([...answered.keys()].sort());
    await Promise.all([ledger.drop(), topic.drop()]);
  });

  it('does not wait for a bus that takes connections and never answers', async () => {
    const ledger = await Ledger.create();
    const bus = createServer().listen(0, '127.0.0.1');
    await once(bus, 'listening');
    const app = await startApp('payments', {
      TRINE_POSTGRES_URL: ledger.url,
      TRINE_KAFKA_BROKERS: `127.0.0.1:${(bus.address() as AddressInfo).port}`,
      LOG_LEVEL: 'error',
    });
    await app.ready();
    expect(await app.stop()).toBe(0);
    bus.close();
    await ledger.drop();
  });
});
