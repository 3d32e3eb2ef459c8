import { hasReached, parseConsistencyToken } from '@trine/contracts';
import { Ledger, Payments, transfer } from '../testing/payments.js';

describe('POST /v1/transfers/batch', () => {
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

  const item = (idempotencyKey: string, amount: string, more: object = {}) => ({
    idempotencyKey,
    ...transfer('a', 'b', amount, more),
  });

  it('posts an id that was declined before, also when both are in one append', async () => {
    const { body } = await payments.batch([
      item('d1', '99999.00', { id: 'twice' }),
      { idempotencyKey: 'd2', ...transfer('bank', 'b', '1.00', { id: 'twice' }) },
      item('d3', '1.00', { id: 'twice' }),
    ]);
    expect(body.results).toMatchObject([
      { status: 422, problem: { code: 'insufficient_funds' } },
      { status: 201, transfer: { id: 'twice' } },
      { status: 409, problem: { code: 'transfer_exists' } },
    ]);
    await payments.post({ ...transfer('b', 'bank', '1.00') });
  });

  it('answers each item in order as it would be answered alone; none fails another', async () => {
    const { status, headers, body } = await payments.batch([
      item('i1', '10.00'),
      item('i2', '5000.00'),
      { idempotencyKey: 'i3', ...transfer('a', 'nobody', '1.00') },
      item('i4', '1.001'),
      { ...item('i5', '1.00'), amount: 1 },
      transfer('a', 'b', '1.00'),
      'nonsense',
      item('i6', '90.00'),
      item('i7', '0.01'),
    ]);
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { status: 201, transfer: { legs: [{ amount: '10.00' }], status: 'posted' } },
      { status: 422, problem: { code: 'insufficient_funds' } },
      { status: 404, problem: { code: 'account_not_found' } },
      { status: 400, problem: { code: 'invalid_request', errors: [{ pointer: '/amount' }] } },
      { status: 400, problem: { code: 'invalid_request', errors: [{ pointer: '/amount' }] } },
      { status: 400, problem: { code: 'idempotency_key_missing' } },
      { status: 400, problem: { code: 'invalid_request', errors: [{ pointer: '' }] } },
      { status: 201, transfer: { legs: [{ amount: '90.00' }] } },
      { status: 422, problem: { code: 'insufficient_funds' } },
    ]);
    expect(await ledger.posted('a')).toBe(0n);
    const heads = await ledger.query<{ partition: number; head: string }>(
      'SELECT partition, head FROM partitions',
    );
    const token = parseConsistencyToken(headers.get('consistency-token')!)!;
    const reached = new Map(heads.map(({ partition, head }) => [partition, Number(head)]));
    expect(hasReached(reached, token)).toBe(true);
    expect(hasReached(token, new Map([...reached].filter(([partition]) => token.has(partition))))).toBe(true);
  });

  it('replays item by item, and shares its keys with the single route', async () => {
    const items = Array.from({ length: 300 }, (_, i) => ({
      idempotencyKey: `many-${i}`,
      ...transfer('bank', 'b', '1.00', { id: `many-${i}` }),
    }));
    const first = await payments.batch(items.slice(0, 200));
    const before = await ledger.posted('b');
    const again = await payments.batch(items);
    expect((again.body.results as object[]).slice(0, 200)).toEqual(
      (first.body.results as object[]).map((result) => ({ ...result, replayed: true })),
    );
    expect(again.body.results[200]).not.toHaveProperty('replayed');
    expect(await ledger.posted('b')).toBe(before + 10_000n);
    const { idempotencyKey, ...alone } = items[7]!;
    const single = await payments.post(alone, idempotencyKey);
    expect(single.headers.get('idempotent-replayed')).toBe('true');
    expect(single.body).toEqual(first.body.results[7].transfer);
  });

  it('decides a key that stands twice once: the same request gets the same answer, another is refused', async () => {
    const before = await ledger.posted('b');
    const one = { idempotencyKey: 'twice', ...transfer('bank', 'b', '1.00') };
    const { body } = await payments.batch([one, one, { ...one, amount: '2.00' }]);
    expect(body.results[1]).toEqual({ ...body.results[0], replayed: true });
    expect(body.results[2]).toMatchObject({ status: 422, problem: { code: 'idempotency_key_reused' } });
    expect(await ledger.posted('b')).toBe(before + 100n);
  });

  it('lets a transfer id happen once, the first time it stands there', async () => {
    const { body } = await payments.batch(
      ['x', 'y'].map((key) => ({ idempotencyKey: key, ...transfer('bank', 'b', '1.00', { id: 'same' }) })),
    );
    expect(body.results).toMatchObject([
      { status: 201 },
      { status: 409, problem: { code: 'transfer_exists' } },
    ]);
  });
});
