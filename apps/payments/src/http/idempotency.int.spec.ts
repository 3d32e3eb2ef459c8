import { Ledger, Payments, transfer, type Reply } from '../testing/payments.js';

describe('an idempotency key', () => {
  let ledger: Ledger;
  let payments: Payments;
  let other: Payments;

  beforeAll(async () => {
    ledger = await Ledger.create();
    payments = await Payments.start(ledger.url);
    other = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b');
  });
  afterAll(async () => {
    await Promise.all([payments.stop(), other.stop()]);
    await ledger.drop();
  });

  const seen = ({ status, body, headers }: Reply) => ({
    status,
    body: body as object,
    token: headers.get('consistency-token'),
  });
  const replayed = ({ headers }: Reply) => headers.get('idempotent-replayed');

  it('gives the same answer again, to the byte and with the same token, from any process', async () => {
    const body = transfer('a', 'b', '1.00', { id: 'first', metadata: { b: '1', a: '2' } });
    const first = await payments.post(body, 'replay');
    expect(replayed(first)).toBeNull();
    const count = await ledger.query('SELECT count(*) FROM events');
    for (const again of [await payments.post(body, 'replay'), await other.post(body, 'replay')]) {
      expect(seen(again)).toEqual(seen(first));
      expect(replayed(again)).toBe('true');
    }
    expect(await ledger.query('SELECT count(*) FROM events')).toEqual(count);
  });

  it('stands for the request, not for how it was written', async () => {
    const body = transfer('a', 'b', '1.00', { metadata: { b: '1', a: '2' } });
    const first = await payments.post(body, 'written');
    const rewritten =
      '{ "metadata": {"a":"2", "b":"1"}, "currency":"CZK", "amount":"1.00", "to":"b", "from":"a" }';
    const again = await payments.send('/v1/transfers', rewritten, { 'idempotency-key': 'written' });
    expect(seen(again)).toEqual(seen(first));
  });

  it('is refused for another request, before anything else about that request', async () => {
    await payments.post(transfer('a', 'b', '1.00'), 'reused');
    for (const body of [
      transfer('a', 'b', '2.00'),
      transfer('a', 'a', '1.00'),
      transfer('a', 'nobody', '1.00'),
      transfer('a', 'b', '99999.00'),
      transfer('a', 'b', '1.00', { id: 'first' }),
    ]) {
      const refused = await other.post(body, 'reused');
      expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
      expect(replayed(refused)).toBeNull();
    }
    const elsewhere = await payments.open({ currency: 'CZK' }, 'reused');
    expect(elsewhere).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('stays unused by what is not recorded, and by nothing else', async () => {
    const body = transfer('a', 'later', '1.00');
    expect((await payments.post(body, 'early')).status).toBe(404);
    await other.open({ id: 'later', currency: 'CZK' });
    const posted = await payments.post(body, 'early');
    expect([posted.status, replayed(posted)]).toEqual([201, null]);
  });

  it('replays a success even where the request would be refused by now', async () => {
    const opened = await payments.open({ id: 'once', currency: 'CZK' }, 'open-once');
    const again = await other.open({ id: 'once', currency: 'CZK' }, 'open-once');
    expect(seen(again)).toEqual(seen(opened));
  });

  it('is decided once when the same request comes many times at once, to two processes', async () => {
    for (let round = 0; round < 10; round++) {
      const before = await ledger.posted('b');
      const body = transfer('bank', 'b', '1.00', round % 2 === 0 ? { id: `race-${round}` } : {});
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? payments : other).post(body, `race-${round}`)),
      );
      const done = replies.filter(({ status }) => status === 201);
      const busy = replies.filter(({ status }) => status === 409);
      expect(done.length + busy.length).toBe(20);
      expect(new Set(done.map((reply) => JSON.stringify(seen(reply)))).size).toBe(1);
      expect(done.filter((reply) => replayed(reply) === null)).toHaveLength(1);
      for (const { body: problem, headers } of busy) {
        expect(problem).toMatchObject({ code: 'idempotency_in_flight', retryable: true });
        expect(headers.get('retry-after')).toBe('1');
      }
      expect(await ledger.posted('b')).toBe(before + 100n);
    }
  });
});
