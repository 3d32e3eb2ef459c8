import { randomUUID } from 'node:crypto';
import { Ledger, Payments, transfer } from '../testing/payments.js';

describe('POST /v1/transfers/batch with atomic', () => {
  let ledger: Ledger;
  let payments: Payments;

  beforeAll(async () => {
    ledger = await Ledger.create();
    payments = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b');
  });
  afterAll(async () => {
    await payments.stop();
    await ledger.drop();
  });

  const item = (from: string, to: string, amount: string, key: string = randomUUID(), more: object = {}) => ({
    idempotencyKey: key,
    ...transfer(from, to, amount, more),
  });
  const together = (...items: object[]) => payments.batch(items, { atomic: true });

  it('is done as a whole, in order: money may come in before it goes on', async () => {
    const items = [item('bank', 'a', '900.00', 'k1'), item('a', 'b', '1000.00', 'k2')];
    const first = await together(...items);
    expect(first.status).toBe(200);
    expect(first.body.results).toMatchObject([{ status: 201 }, { status: 201 }]);
    const again = await together(...items);
    expect(again.body.results).toMatchObject([
      { status: 201, replayed: true, transfer: first.body.results[0].transfer },
      { status: 201, replayed: true },
    ]);
    expect(again.headers.get('consistency-token')).toBe(first.headers.get('consistency-token'));
    expect(await ledger.posted('b')).toBe(110_000n);
  });

  it('is not done at all when an item is refused: it says which, and every key stays unused', async () => {
    const before = await ledger.contents();
    const items = [
      item('bank', 'a', '5.00', 'n1'),
      item('a', 'b', '9000.00', 'n2'),
      item('a', 'nobody', '1.00', 'n3'),
    ];
    const refused = await together(...items);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'batch_refused',
      errors: [
        { pointer: '/transfers/1', code: 'insufficient_funds' },
        { pointer: '/transfers/2', code: 'account_not_found' },
      ],
    });
    expect(await ledger.contents()).toEqual(before);
    expect((await together(items[0]!)).body.results).toMatchObject([{ status: 201 }]);
    const alone = await together(items[1]!);
    expect(alone.body).toMatchObject({ code: 'batch_refused', errors: [{ pointer: '/transfers/0' }] });
  });

  it('with some items done before does the rest, unless one of those stands as refused', async () => {
    await payments.post(transfer('bank', 'a', '1.00'), 'done');
    expect(
      (await together(item('bank', 'a', '1.00', 'done'), item('bank', 'a', '2.00', 'new'))).body.results,
    ).toMatchObject([{ status: 201, replayed: true }, { status: 201 }]);
    await payments.post(transfer('a', 'b', '99999.00'), 'declined');
    expect(
      (await together(item('bank', 'a', '1.00', 'never'), item('a', 'b', '99999.00', 'declined'))).body,
    ).toMatchObject({
      code: 'batch_refused',
      errors: [{ pointer: '/transfers/1', code: 'insufficient_funds' }],
    });
    const [{ n }] = (await ledger.query(
      `SELECT count(*)::int AS n FROM idempotency_keys WHERE key = 'never'`,
    )) as [{ n: number }];
    expect(n).toBe(0);
  });

  it('that is malformed says everything that is wrong', async () => {
    const bad = await together(
      item('a', 'b', '1.001', 'm1'),
      item('a', 'b', '1.00', 'm1'),
      transfer('a', 'b', '1.00'),
    );
    expect(bad.status).toBe(400);
    expect(bad.body.errors).toMatchObject([
      { pointer: '/transfers/0/amount' },
      { pointer: '/transfers/2', code: 'idempotency_key_missing' },
    ]);
    const twice = await together(item('a', 'b', '1.00', 'm2'), item('a', 'b', '1.00', 'm2'));
    expect(twice.body.errors).toMatchObject([{ pointer: '/transfers/1/idempotencyKey' }]);
  });

  it('of a thousand is one append', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) => item('bank', i % 2 ? 'a' : 'b', '0.01'));
    const { status, body } = await together(...items);
    expect(status).toBe(200);
    expect(body.results).toHaveLength(1_000);
    const ids = items.map(({ idempotencyKey }) => idempotencyKey);
    const [{ n }] = (await ledger.query(
      'SELECT count(DISTINCT created_at)::int AS n FROM idempotency_keys WHERE key = ANY ($1)',
      [ids],
    )) as [{ n: number }];
    expect(n).toBe(1);
  });
});
