import { setTimeout as sleep } from 'node:timers/promises';
import { Ledger, Payments, transfer, until, type Reply } from '../testing/payments.js';
import { Wire } from '../testing/wire.js';

const post = (payments: Payments, count: number, body: (i: number) => object, key = 'key') =>
  Promise.all(Array.from({ length: count }, (_, i) => payments.post(body(i), `${key}-${i}`)));
/** Ends every connection of the app; resolves with how many there were. */
const breakConnections = async (ledger: Ledger): Promise<number> =>
  (
    await ledger.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'trine'`,
    )
  ).length;

const withStatus = (replies: readonly Reply[], status: number) =>
  replies.filter((reply) => reply.status === status);

describe('when something goes wrong', () => {
  let ledger: Ledger;
  let wire: Wire;
  let payments: Payments;

  beforeEach(async () => {
    ledger = await Ledger.create();
    wire = await Wire.to(ledger.url);
    payments = await Payments.start(wire.url);
    await payments.openFunded('a', 'b');
  });
  afterEach(async () => {
    await payments.stop();
    await wire.close();
    await ledger.drop();
  });

  it('one bad command fails alone, its neighbours do not notice (invariant 3)', async () => {
    await ledger.poison();
    const body = (i: number) => transfer('a', 'b', '0.01', i % 40 === 17 ? { reference: 'poison' } : {});
    const replies = await post(payments, 200, body);
    expect(replies.map(({ status }) => status)).toEqual(replies.map((_, i) => (i % 40 === 17 ? 500 : 201)));
    expect(replies[17]).toMatchObject({ body: { code: 'internal_error' } });
    expect(await ledger.posted('a')).toBe(10_000n - 195n);

    await ledger.query('DROP TRIGGER poison ON events');
    expect((await payments.post(body(17), 'key-17')).headers.get('idempotent-replayed')).toBeNull();
  });

  it('an append whose reply is lost is settled by its keys: recorded once, answered once', async () => {
    wire.loseNextReply((request) => request.includes('key-0'));
    const replies = await post(payments, 30, () => transfer('a', 'b', '1.00'));
    expect(withStatus(replies, 201)).toHaveLength(30);
    expect(await ledger.posted('a')).toBe(7_000n);
    const again = await post(payments, 30, () => transfer('a', 'b', '1.00'));
    expect(again.map(({ body }) => body as object)).toEqual(replies.map(({ body }) => body as object));
    expect(await ledger.posted('a')).toBe(7_000n);
  });

  it('connections that break under load lose nothing and record nothing twice', async () => {
    const retrying = async (i: number): Promise<Reply> => {
      const reply = await payments.post(transfer('bank', 'b', '1.00', { id: `tr-${i}` }), `load-${i}`);
      return reply.status === 503 ? retrying(i) : reply;
    };
    const replies: Reply[] = [];
    let broken = 0;
    for (let round = 0; round < 20; round++) {
      const load = Promise.all(Array.from({ length: 25 }, (_, i) => retrying(round * 25 + i)));
      // A little later each time: while requests are read, decided, appended or answered.
      await sleep(round);
      broken += await breakConnections(ledger);
      replies.push(...(await load));
    }
    expect(broken).toBeGreaterThan(5);
    expect(withStatus(replies, 201)).toHaveLength(500);
    expect(await ledger.posted('b')).toBe(10_000n + 50_000n);
    expect(await ledger.query('SELECT count(*)::int FROM transfers')).toEqual([{ count: 502 }]);
    expect(
      await ledger.query(`SELECT count(*)::int FROM events WHERE data LIKE '%"transferId":"tr-%'`),
    ).toEqual([{ count: 1_000 }]);
  });

  it('a store that is gone is told in bounded time, and the same key settles it later', async () => {
    wire.cut();
    const down = await payments.post(transfer('a', 'b', '1.00'), 'down');
    expect(down).toMatchObject({ status: 503, body: { code: 'unavailable', retryable: true } });
    expect(down.headers.get('retry-after')).toBe('1');
    expect(await payments.fetch('/health/ready')).toMatchObject({
      status: 503,
      body: { checks: [{ name: 'event-store', ok: false }] },
    });
    wire.mend();
    expect((await payments.post(transfer('a', 'b', '1.00'), 'down')).status).toBe(201);
    expect(await ledger.posted('a')).toBe(9_900n);
  });

  it('a store that takes requests and says nothing is told in bounded time, also to those that wait behind', async () => {
    wire.hold();
    const replies = await Promise.all([
      payments.post(transfer('a', 'b', '1.00'), 'in-flight'),
      until(async () => (await payments.metric('trine_http_requests_under_way')) > 0).then(() =>
        payments.post(transfer('a', 'b', '1.00'), 'behind'),
      ),
    ]);
    for (const reply of replies) expect(reply).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    wire.mend();
    for (const key of ['in-flight', 'behind'])
      expect((await payments.post(transfer('a', 'b', '1.00'), key)).status).toBe(201);
    expect(await ledger.posted('a')).toBe(9_800n);
  });

  it('too many commands are told so at once, and the others are all answered', async () => {
    wire.hold();
    const batch = (n: number) =>
      payments.batch(
        Array.from({ length: 1_000 }, (_, i) => ({
          idempotencyKey: `${n}-${i}`,
          ...transfer('bank', 'b', '0.01'),
        })),
      );
    const batches = Array.from({ length: 13 }, (_, n) => batch(n));
    let refused: Reply;
    do refused = await payments.post(transfer('a', 'a', '1.00'), 'one-more');
    while (refused.body.code === 'idempotency_in_flight');
    expect(refused).toMatchObject({ status: 503, body: { code: 'overloaded' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    wire.mend();
    const results = (await Promise.all(batches)).flatMap(
      ({ body }) => body.results as { status: number; problem?: { code: string } }[],
    );
    const having = (code?: string) => results.filter(({ problem }) => problem?.code === code).length;
    // What was taken and waited too long, on a slow machine, is told so.
    const [posted, late, overloaded] = [having(), having('unavailable'), having('overloaded')];
    expect(posted + late + overloaded).toBe(13_000);
    expect(posted).toBeGreaterThan(0);
    expect(overloaded).toBeGreaterThan(0);
    expect(overloaded).toBeLessThanOrEqual(3_000);
    expect(await ledger.posted('b')).toBe(10_000n + BigInt(posted));
  });

  it('what was accepted is answered before the process leaves', async () => {
    wire.hold();
    const replies = post(payments, 50, () => transfer('a', 'b', '1.00'));
    // One group is held on the wire, the rest waits behind it.
    await until(async () => (await payments.metric('trine_command_queue_depth')) > 0);
    const stopped = payments.stop();
    wire.mend();
    await stopped;
    expect(withStatus(await replies, 201)).toHaveLength(50);
    payments = await Payments.start(wire.url);
  });
});

describe('an account that everybody wants', () => {
  it('never goes below zero and serves all it can, with two processes at it (invariants 2 and 6)', async () => {
    const ledger = await Ledger.create();
    const both = [await Payments.start(ledger.url), await Payments.start(ledger.url)] as const;
    await both[0].openFunded('hot', 'b');
    const debit = () => transfer('hot', 'b', '1.00');
    const replies = (
      await Promise.all(both.map((payments, p) => post(payments, 200, debit, `p${p}`)))
    ).flat();
    expect(withStatus(replies, 201)).toHaveLength(100);
    expect(replies.filter(({ body }) => body.code === 'insufficient_funds')).toHaveLength(300);
    expect(await ledger.posted('hot')).toBe(0n);
    expect(await ledger.query('SELECT sum(posted)::int FROM accounts')).toEqual([{ sum: 0 }]);
    await Promise.all(both.map((payments) => payments.stop()));
    await ledger.drop();
  });
});
