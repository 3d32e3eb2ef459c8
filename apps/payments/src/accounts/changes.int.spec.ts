import { Ledger, Payments, transfer } from '../testing/payments.js';

describe('changes of an account', () => {
  let ledger: Ledger;
  let payments: Payments;

  beforeAll(async () => {
    ledger = await Ledger.create();
    payments = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b');
    await payments.open({ id: 'named', currency: 'CZK', name: 'Ada', metadata: { team: 'core' } });
  });
  afterAll(async () => {
    await payments.stop();
    await ledger.drop();
  });

  it('freeze it and undo that; its answer is the whole account', async () => {
    const frozen = await payments.command('/v1/accounts/named/freeze');
    expect(frozen.status).toBe(200);
    expect(frozen.body).toMatchObject({
      id: 'named',
      currency: 'CZK',
      name: 'Ada',
      metadata: { team: 'core' },
      status: 'frozen',
      version: 2,
      posted: '0.00',
      overdraftLimit: '0.00',
      openedAt: expect.any(String),
    });
    const declined = await payments.post(transfer('bank', 'named', '1.00'));
    expect(declined.body).toMatchObject({ status: 422, code: 'account_frozen' });
    expect(declined.headers.get('consistency-token')).not.toBeNull();
    expect((await payments.command('/v1/accounts/named/freeze')).body).toMatchObject({ version: 2 });
    expect((await payments.command('/v1/accounts/named/unfreeze')).body).toMatchObject({
      status: 'open',
      version: 3,
    });
    expect((await payments.post(transfer('bank', 'named', '1.00'))).status).toBe(201);
  });

  it('close it for ever, at zero and without holds', async () => {
    const close = () => payments.command('/v1/accounts/named/close');
    expect((await close()).body).toMatchObject({ status: 422, code: 'balance_not_zero' });
    await payments.post(transfer('named', 'bank', '1.00'));
    await payments.limit('named', '10.00');
    const hold = { id: 'h', account: 'named', to: 'bank', amount: '1.00', currency: 'CZK' };
    await payments.command('/v1/holds', hold);
    expect((await close()).body).toMatchObject({ status: 422, code: 'holds_open' });
    await payments.command('/v1/holds/h/void');
    expect((await close()).body).toMatchObject({ status: 'closed' });
    expect((await close()).body).toMatchObject({ status: 422, code: 'account_closed' });
    expect((await payments.post(transfer('bank', 'named', '1.00'))).body).toMatchObject({
      code: 'account_closed',
    });
  });

  it('limit it, also below what is used', async () => {
    expect((await payments.limit('a', '50.00')).body).toMatchObject({
      overdraftLimit: '50.00',
      available: '150.00',
    });
    await payments.post(transfer('a', 'bank', '140.00'));
    expect((await payments.limit('a', '0.00')).body).toMatchObject({ available: '-40.00', posted: '-40.00' });
    expect((await payments.post(transfer('a', 'bank', '0.01'))).body).toMatchObject({
      code: 'insufficient_funds',
    });
    expect((await payments.limit('a', 'unlimited')).body).toMatchObject({ available: 'unlimited' });
  });

  it.each([
    ['b', '1.001', 400, 'invalid_request'],
    ['b', 5, 400, 'invalid_request'],
    ['b', '-5', 400, 'invalid_request'],
    ['b', '92233720368547758.08', 422, 'amount_out_of_range'],
    ['nobody', '5', 404, 'account_not_found'],
    ['named', '5', 422, 'account_closed'],
  ])('limit of %s to %j is answered %d %s', async (id, limit, status, code) => {
    expect((await payments.limit(id, limit)).body).toMatchObject({ status, code });
  });
});
