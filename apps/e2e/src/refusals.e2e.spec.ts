import { randomUUID } from 'node:crypto';
import { eventually, get, open, post, tokenOf } from './testing/system.js';

const run = randomUUID().slice(0, 8);
const id = (name: string) => `refusal-${name}-${run}`;
const transfer = (from: string, to: string, amount: string, currency = 'CZK') => ({
  from: id(from),
  to: id(to),
  amount,
  currency,
});
const tooMuch = '92233720368547758.08';

describe('what the ledger refuses', () => {
  beforeAll(async () => {
    await open(id('bank'), 'unlimited');
    await open(id('a'));
    await open(id('e'), '0.00', 'EUR');
    for (const [account, change] of [
      ['closed', 'close'],
      ['frozen', 'freeze'],
    ] as const) {
      await open(id(account));
      expect(await post(`/v1/accounts/${id(account)}/${change}`, {})).toMatchObject({ status: 200 });
    }
  });

  /** Each of these is also everything that comes after it. */
  const inOrder: [string, number, object][] = [
    ['account_not_found', 404, transfer('a', 'nobody', tooMuch, 'EUR')],
    ['same_account', 422, transfer('closed', 'closed', tooMuch, 'EUR')],
    ['currency_mismatch', 422, transfer('closed', 'e', tooMuch)],
    ['amount_out_of_range', 422, transfer('frozen', 'closed', tooMuch)],
    ['account_closed', 422, transfer('frozen', 'closed', '0.01')],
    ['account_frozen', 422, transfer('a', 'frozen', '0.01')],
    ['insufficient_funds', 422, transfer('a', 'bank', '0.01')],
  ];

  it.each(inOrder)('%s, in this order of precedence', async (code, status, body) => {
    expect(await post('/v1/transfers', body)).toMatchObject({ status, body: { code, retryable: false } });
  });

  it.each(inOrder)('%s of a hold, in the same order', async (code, status, body) => {
    const { from, ...rest } = body as { from: string };
    expect(await post('/v1/holds', { account: from, ...rest })).toMatchObject({ status, body: { code } });
  });

  it('a reversal of nothing, of more than is left, and of a reversal', async () => {
    const reverse = (transferId: string, body: object = {}) =>
      post(`/v1/transfers/${transferId}/reverse`, body);
    expect(await reverse(id('nothing'))).toMatchObject({ status: 404, body: { code: 'transfer_not_found' } });
    await open(id('buyer'));
    await post('/v1/transfers', { id: id('sale'), ...transfer('bank', 'buyer', '10.00') });
    const more = await reverse(id('sale'), { amount: '10.01' });
    expect(more).toMatchObject({ status: 422, body: { code: 'reversal_exceeds_transfer' } });
    const back = await reverse(id('sale'), { amount: '4.00' });
    const again = await reverse(back.body.id);
    expect(again).toMatchObject({ status: 422, body: { code: 'reversal_exceeds_transfer' } });
    await post('/v1/transfers', transfer('buyer', 'bank', '6.00'));
    expect(await reverse(id('sale'))).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    await post(`/v1/accounts/${id('buyer')}/freeze`, {});
    expect(await reverse(id('sale'), { amount: '7.00' })).toMatchObject({
      status: 422,
      body: { code: 'account_frozen' },
    });
  });

  it('a capture of nothing, of more than is held, of what is done, and of what has expired', async () => {
    const hold = (name: string, more: object = {}) => {
      const { from: account, ...rest } = transfer('bank', 'a', '5.00');
      return post('/v1/holds', { id: id(name), account, ...rest, ...more });
    };
    const capture = (name: string, body: object = {}) => post(`/v1/holds/${id(name)}/capture`, body);
    expect(await capture('nothing')).toMatchObject({ status: 404, body: { code: 'hold_not_found' } });
    await hold('open');
    expect(await hold('open')).toMatchObject({ status: 409, body: { code: 'hold_exists' } });
    expect(await capture('open', { amount: '5.01' })).toMatchObject({ body: { code: 'hold_exceeded' } });
    await post(`/v1/holds/${id('open')}/void`, {});
    expect(await capture('open', { amount: '5.01' })).toMatchObject({ body: { code: 'hold_exceeded' } });
    expect(await capture('open')).toMatchObject({ status: 422, body: { code: 'hold_resolved' } });
    const expiresAt = new Date(Date.now() + 500).toISOString();
    await hold('short', { expiresAt });
    await eventually('the hold has expired', async () => {
      const { body } = await get(`/v1/holds/${id('short')}`);
      return body.status === 'expired';
    });
    expect(await capture('short')).toMatchObject({ status: 422, body: { code: 'hold_expired' } });
  });

  it('closing an account that has a balance, or holds', async () => {
    const close = (name: string) => post(`/v1/accounts/${id(name)}/close`, {});
    await open(id('rich'));
    await post('/v1/transfers', transfer('bank', 'rich', '1.00'));
    expect(await close('rich')).toMatchObject({ status: 422, body: { code: 'balance_not_zero' } });
    await open(id('holder'), '5.00');
    const hold = { account: id('holder'), to: id('bank'), amount: '5.00', currency: 'CZK' };
    await post('/v1/holds', hold);
    expect(await close('holder')).toMatchObject({ status: 422, body: { code: 'holds_open' } });
  });

  it('an atomic batch, naming the items', async () => {
    const item = (key: string, from: string) => ({
      idempotencyKey: `${key}-${run}`,
      ...transfer(from, 'e', '1.00', 'EUR'),
    });
    const { status, body } = await post('/v1/transfers/batch', {
      atomic: true,
      transfers: [item('x1', 'a')],
    });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: 'batch_refused', errors: [{ pointer: '/transfers/0', code: 'currency_mismatch' }] },
    });
  });

  it('a taken account id and a taken transfer id, whatever the rest says', async () => {
    const posted = { id: id('taken'), ...transfer('bank', 'a', '1.00') };
    expect(await post('/v1/transfers', posted)).toMatchObject({ status: 201 });
    const again = { ...transfer('a', 'a', '5.00'), id: id('taken') };
    expect(await post('/v1/transfers', again)).toMatchObject({
      status: 409,
      body: { code: 'transfer_exists' },
    });
    const account = { id: id('a'), currency: 'EUR' };
    expect(await post('/v1/accounts', account)).toMatchObject({
      status: 409,
      body: { code: 'account_exists' },
    });
  });

  it('a decline is recorded: it has a token, and the same key replays it even after money has come', async () => {
    const account = id('poor');
    await open(account);
    const headers = { 'idempotency-key': randomUUID() };
    const body = { from: account, to: id('bank'), amount: '5.00', currency: 'CZK' };
    const declined = await post('/v1/transfers', body, headers);
    expect(declined).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    expect(await get(`/v1/accounts/${account}`, tokenOf(declined))).toMatchObject({
      status: 200,
      body: { version: 2 },
    });

    await post('/v1/transfers', { from: id('bank'), to: account, amount: '100.00', currency: 'CZK' });
    const replayed = await post('/v1/transfers', body, headers);
    expect(replayed).toMatchObject({ status: 422, body: declined.body });
    expect(replayed.headers.get('idempotent-replayed')).toBe('true');
    expect(tokenOf(replayed)).toBe(tokenOf(declined));
  });

  it('a key with another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await post('/v1/transfers', transfer('bank', 'a', '1.00'), headers);
    expect(await post('/v1/transfers', transfer('bank', 'a', '2.00'), headers)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  it('what a batch asks too much is refused by itself', async () => {
    const item = (key: string, amount: string, from = 'bank') => ({
      ...transfer(from, 'a', amount),
      idempotencyKey: `${key}-${run}`,
    });
    const { status, body } = await post('/v1/transfers/batch', {
      transfers: [
        item('b1', '1.00'),
        item('b2', '1.00', 'a'),
        item('b3', '1.001'),
        item('b1', '1.00'),
        item('b1', '3.00'),
      ],
    });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { status: 201, transfer: { status: 'posted' } },
      { status: 422, problem: { code: 'same_account' } },
      { status: 400, problem: { code: 'invalid_request' } },
      { status: 201, transfer: { id: body.results[0].transfer.id } },
      { status: 422, problem: { code: 'idempotency_key_reused' } },
    ]);
  });
});
