import { Ledger, Payments, transfer } from '../testing/payments.js';

describe('POST /v1/transfers/{id}/reverse', () => {
  let ledger: Ledger;
  let payments: Payments;

  beforeAll(async () => {
    ledger = await Ledger.create();
    payments = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b', 'c');
  });
  afterAll(async () => {
    await payments.stop();
    await ledger.drop();
  });

  const reverse = (id: string, body: object = {}, key?: string) =>
    payments.command(`/v1/transfers/${id}/reverse`, body, key);

  it('takes a transfer back in parts, and no further', async () => {
    await payments.post(transfer('a', 'b', '60.00', { id: 'sale' }));
    const first = await reverse('sale', { amount: '20.00' }, 'refund-1');
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      status: 'posted',
      reverses: 'sale',
      legs: [{ from: 'b', to: 'a', amount: '20.00', currency: 'CZK' }],
    });
    expect((await reverse('sale', { amount: '40.01' })).body).toMatchObject({
      code: 'reversal_exceeds_transfer',
    });
    expect((await reverse('sale')).body.legs).toMatchObject([{ amount: '40.00' }]);
    expect((await reverse('sale')).body).toMatchObject({ status: 422, code: 'reversal_exceeds_transfer' });
    const replayed = await reverse('sale', { amount: '20.00' }, 'refund-1');
    expect(replayed.body).toEqual(first.body);
    expect((await reverse('sale', { amount: '1.00' }, 'refund-1')).body.code).toBe('idempotency_key_reused');
    expect((await reverse(first.body.id)).body).toMatchObject({ code: 'reversal_exceeds_transfer' });
    expect(await ledger.posted('a')).toBe(10_000n);
  });

  it('is never more than the transfer when twenty arrive at once', async () => {
    await payments.post(transfer('a', 'b', '10.00', { id: 'twenty' }));
    const tries = Array.from({ length: 20 }, () => reverse('twenty', { amount: '1.00' }));
    const codes = (await Promise.all(tries)).map(({ status, body }) => (status === 201 ? 'ok' : body.code));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(10);
    expect(codes.filter((code) => code === 'reversal_exceeds_transfer')).toHaveLength(10);
    expect(await ledger.posted('a')).toBe(10_000n);
  });

  it('takes several legs back together', async () => {
    const legs = [
      { from: 'a', to: 'b', amount: '5.00', currency: 'CZK' },
      { from: 'b', to: 'c', amount: '105.00', currency: 'CZK' },
    ];
    expect((await payments.post({ id: 'through', legs })).status).toBe(201);
    expect((await reverse('through', { amount: '5.00' })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/amount' }],
    });
    expect((await reverse('through')).status).toBe(201);
    expect(await ledger.posted('a')).toBe(10_000n);
    expect(await ledger.posted('c')).toBe(10_000n);
    expect((await reverse('through')).body).toMatchObject({ code: 'reversal_exceeds_transfer' });
  });

  it('needs the money to be there, and tells the decline', async () => {
    await payments.post(transfer('a', 'c', '50.00', { id: 'spent' }));
    await payments.post(transfer('c', 'bank', '140.00'));
    const declined = await reverse('spent');
    expect(declined.body).toMatchObject({ status: 422, code: 'insufficient_funds' });
    expect(declined.headers.get('consistency-token')).not.toBeNull();
    const [event] = await ledger.query<{ data: string }>(
      `SELECT data FROM events WHERE type = 'TransferDeclined' ORDER BY recorded_at DESC LIMIT 1`,
    );
    expect(JSON.parse(event!.data)).toMatchObject({
      operation: 'reversal',
      reverses: 'spent',
      accountId: 'c',
    });
  });

  it.each([
    ['nothing', {}, 404, 'transfer_not_found'],
    ['spent', { amount: '0.001' }, 400, 'invalid_request'],
    ['spent', { amount: '0' }, 400, 'invalid_request'],
    ['spent', { amount: 1 }, 400, 'invalid_request'],
    ['spent', { id: 'mine' }, 400, 'invalid_request'],
  ])('of %s with %j is answered %d %s', async (id, body, status, code) => {
    expect((await reverse(id, body)).body).toMatchObject({ status, code });
  });
});
