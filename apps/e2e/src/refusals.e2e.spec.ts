import { randomUUID } from 'node:crypto';
import { get, open, post, tokenOf } from './testing/system.js';

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
  });

  it.each([
    ['account_not_found', 404, transfer('a', 'nobody', tooMuch, 'EUR')],
    ['same_account', 422, transfer('a', 'a', tooMuch, 'EUR')],
    ['currency_mismatch', 422, transfer('a', 'e', tooMuch)],
    ['amount_out_of_range', 422, transfer('a', 'bank', tooMuch)],
    ['insufficient_funds', 422, transfer('a', 'bank', '0.01')],
  ])('%s, in this order of precedence', async (code, status, body) => {
    expect(await post('/v1/transfers', body)).toMatchObject({ status, body: { code, retryable: false } });
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
