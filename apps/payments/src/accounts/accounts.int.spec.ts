import { Ledger, Payments } from '../testing/payments.js';

describe('POST /v1/accounts', () => {
  let ledger: Ledger;
  let payments: Payments;

  beforeAll(async () => {
    ledger = await Ledger.create();
    payments = await Payments.start(ledger.url);
  });
  afterAll(async () => {
    await payments.stop();
    await ledger.drop();
  });

  it('opens an account as asked, at zero', async () => {
    const request = {
      id: 'acc_1',
      currency: 'EUR',
      name: 'Zoë 😀',
      overdraftLimit: '10.5',
      metadata: { a: 'b' },
    };
    const { status, headers, body } = await payments.open(request);
    expect(status).toBe(201);
    expect(headers.get('consistency-token')).toMatch(/^\d+:1$/);
    expect(body).toEqual({
      ...request,
      overdraftLimit: '10.50',
      status: 'open',
      posted: '0.00',
      held: '0.00',
      available: '10.50',
      version: 1,
      openedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      asOf: body.openedAt as string,
    });
  });

  it('gives an id of its own, and a limit of zero, when the caller does not say', async () => {
    const { body } = await payments.open({ currency: 'JPY' });
    expect(body).toMatchObject({ overdraftLimit: '0', available: '0' });
    expect(body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('opens without bound', async () => {
    const { body } = await payments.open({ currency: 'CZK', overdraftLimit: 'unlimited' });
    expect(body).toMatchObject({ overdraftLimit: 'unlimited', available: 'unlimited', posted: '0.00' });
  });

  it('refuses a taken id, whatever else is asked, and leaves the key unused', async () => {
    await payments.open({ id: 'taken', currency: 'EUR' });
    const before = await ledger.contents();
    const refused = await payments.open({ id: 'taken', currency: 'CZK' }, 'again');
    expect(refused).toMatchObject({ status: 409, body: { code: 'account_exists', retryable: false } });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.headers.get('consistency-token')).toBeNull();
    expect(await ledger.contents()).toEqual(before);
    expect((await payments.open({ id: 'free', currency: 'CZK' }, 'again')).status).toBe(201);
  });

  it('refuses a limit past 64 bits, and remembers that it did', async () => {
    const request = { currency: 'CZK', overdraftLimit: '92233720368547758.08' };
    const refused = await payments.open(request, 'too-much');
    expect(refused).toMatchObject({ status: 422, body: { code: 'amount_out_of_range' } });
    const again = await payments.open(request, 'too-much');
    expect(again).toMatchObject({ status: 422, body: refused.body as object });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const most = { currency: 'CZK', overdraftLimit: '92233720368547758.07' };
    expect((await payments.open(most)).status).toBe(201);
  });
});
