import { startApp } from '@trine/event-bus/testing';
import { Ledger, Payments, transfer, until } from '../testing/payments.js';
import { expectWholeLog, Topic } from '../testing/topic.js';

describe('the relay', () => {
  let ledger: Ledger;
  let topic: Topic;
  let relaying: { TRINE_RELAY: boolean; TRINE_TOPIC: string };

  beforeEach(async () => {
    ledger = await Ledger.create();
    topic = await Topic.create();
    relaying = { TRINE_RELAY: true, TRINE_TOPIC: topic.name };
  });
  afterEach(async () => {
    await topic.drop();
    await ledger.drop();
  });

  const recorded = async () => Number((await ledger.query('SELECT count(*) FROM events'))[0]!['count']);
  const all = () => until(async () => topic.firsts.length >= (await recorded()));
  const load = (payments: Payments, count: number) =>
    Promise.all(Array.from({ length: count }, () => payments.post(transfer('a', 'b', '0.01'))));
  const cursorsBehind = () =>
    ledger.query('SELECT * FROM relay_cursors JOIN partitions USING (partition) WHERE sequence < head');

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
    await expectWholeLog(ledger, topic.messages);
    await Promise.all([payments.stop(), writer.stop()]);
  });

  it('takes up what a crash left unpublished', async () => {
    const writer = await Payments.start(ledger.url);
    await writer.openFunded('a', 'b');
    await load(writer, 2_000);
    await writer.stop();
    const payments = await Payments.start(ledger.url, relaying);
    await all();
    await expectWholeLog(ledger, topic.messages);
    await payments.stop();
  });

  it('killed between a send and its cursor publishes twice, never not at all', async () => {
    const writer = await Payments.start(ledger.url);
    await writer.openFunded('a', 'b');
    await load(writer, 100);
    await writer.stop();
    await ledger.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no cursor is saved'; END $$`);
    await ledger.query(
      'CREATE TRIGGER refused BEFORE UPDATE ON relay_cursors FOR EACH STATEMENT EXECUTE FUNCTION refuse()',
    );
    const environment = {
      TRINE_POSTGRES_URL: ledger.url,
      TRINE_TOPIC: topic.name,
      TRINE_RELAY: 'true',
    };
    const killed = await startApp('payments', environment);
    await all();
    await killed.kill();
    const published = topic.messages.length;
    await ledger.query('DROP TRIGGER refused ON relay_cursors');

    const next = await startApp('payments', environment);
    await until(async () => topic.messages.length >= published + (await recorded()));
    await next.stop();
    await expectWholeLog(ledger, topic.firsts);
    expect(await cursorsBehind()).toEqual([]);
  });

  it('beside another one publishes in order all the same, and no cursor goes back', async () => {
    const both = [
      await Payments.start(ledger.url, relaying),
      await Payments.start(ledger.url, relaying),
    ] as const;
    await both[0].openFunded('a', 'b');
    await Promise.all(both.map((payments) => load(payments, 200)));
    await all();
    await Promise.all(both.map((payments) => payments.stop()));
    await expectWholeLog(ledger, topic.firsts);
    expect(await cursorsBehind()).toEqual([]);
  });

  it('fills a topic again that the bus has lost, also of partitions where nothing happens any more', async () => {
    const payments = await Payments.start(ledger.url, relaying);
    await payments.openFunded('a', 'b', 'c', 'd');
    await load(payments, 20);
    await all();
    await topic.lose();
    await load(payments, 1);
    await all();
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
