import { PostgresLogReader } from '@trine/event-bus';
import { createSmallDisk, type SmallDisk } from '@trine/event-store/testing';
import { Ledger, Payments, transfer, until, type Reply } from '../testing/payments.js';

describe('an event store whose disk is full', () => {
  let disk: SmallDisk;
  let ledger: Ledger;
  let payments: Payments;

  beforeAll(async () => {
    disk = await createSmallDisk((why) => {
      process.stderr.write(
        `No small disk can be mounted here, so the server only says that it is full: ${why}\n`,
      );
    });
    ledger = await Ledger.create(disk.tablespace);
    payments = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b');
  });
  afterAll(async () => {
    await payments.stop();
    await ledger.drop();
    await disk.remove();
  });

  it('refuses commands at once and for now, answers what it has, is read on, and recovers', async () => {
    const answers = new Map<string, Reply>();
    let commands = 0;
    const post = async () => {
      const key = `key-${commands++}`;
      const reply = await payments.post(transfer('bank', 'b', '1.00', { description: 'x'.repeat(500) }), key);
      answers.set(key, reply);
      return reply;
    };
    const first = await post();
    await disk.fill(ledger.url);
    let refused: Reply;
    // What is left of each table's last page still takes some.
    do refused = await post();
    while (refused.status === 201);
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable', retryable: true } });
    expect(refused.body.detail).toMatch(/no room/);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await payments.fetch('/health/ready')).toMatchObject({
      status: 503,
      body: { checks: [{ name: 'event-store', ok: false, detail: 'it has no room left' }] },
    });

    const again = await payments.post(
      transfer('bank', 'b', '1.00', { description: 'x'.repeat(500) }),
      'key-0',
    );
    expect([again.status, again.body]).toEqual([201, first.body]);
    const log = new PostgresLogReader(ledger.readerUrl, () => undefined);
    expect([...(await log.heads()).values()].reduce((sum, head) => sum + head, 0)).toBeGreaterThan(0);
    await log.close();

    await disk.enlarge(ledger.url);
    for (const [key, { status }] of answers) {
      if (status === 201) continue;
      const body = transfer('bank', 'b', '1.00', { description: 'x'.repeat(500) });
      expect((await payments.post(body, key)).status).toBe(201);
    }
    await until(async () => (await payments.fetch('/health/ready')).status === 200);
    expect(await ledger.posted('b')).toBe(10_000n + BigInt(commands) * 100n);
    expect(await ledger.query('SELECT sum(posted)::int FROM accounts')).toEqual([{ sum: 0 }]);
  });
});
