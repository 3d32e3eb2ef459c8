import { randomUUID } from 'node:crypto';
import { get, heads, open, post } from './testing/system.js';

const a = `malformed-a-${randomUUID().slice(0, 8)}`;
const b = `malformed-b-${randomUUID().slice(0, 8)}`;
const transfer = { from: a, to: b, amount: '1.00', currency: 'CZK' };
const without = (field: keyof typeof transfer) => ({ ...transfer, [field]: undefined });
const metadata = (pairs: number, length = 1) =>
  Object.fromEntries(Array.from({ length: pairs }, (_, i) => [`key-${i}`, 'x'.repeat(length)]));

/** What is wrong, the body, and where the answer has to point. */
const transfers: [string, unknown, string][] = [
  ['no from', without('from'), '/from'],
  ['no to', without('to'), '/to'],
  ['no amount', without('amount'), '/amount'],
  ['no currency', without('currency'), '/currency'],
  ['an amount that is a JSON number', { ...transfer, amount: 1 }, '/amount'],
  ['more decimals than the currency', { ...transfer, amount: '1.001' }, '/amount'],
  ['an amount of zero', { ...transfer, amount: '0.00' }, '/amount'],
  ['a negative amount', { ...transfer, amount: '-1.00' }, '/amount'],
  ['an amount in words', { ...transfer, amount: 'one' }, '/amount'],
  ['a currency that ISO 4217 does not list', { ...transfer, currency: 'ZZZ' }, '/currency'],
  ['an unknown field', { ...transfer, note: 'x' }, '/note'],
  ['an id with a slash', { ...transfer, id: 'a/b' }, '/id'],
  ['an id of 65 characters', { ...transfer, id: 'x'.repeat(65) }, '/id'],
  ['a reference of 141 characters', { ...transfer, reference: 'x'.repeat(141) }, '/reference'],
  ['a description of 501 characters', { ...transfer, description: 'x'.repeat(501) }, '/description'],
  ['U+0000 in a text', { ...transfer, reference: 'a\u0000b' }, '/reference'],
  ['a lone surrogate in a text', { ...transfer, description: '\ud800' }, '/description'],
  ['33 pairs of metadata', { ...transfer, metadata: metadata(33) }, '/metadata'],
  ['more than 4 KiB of metadata', { ...transfer, metadata: metadata(5, 1_000) }, '/metadata'],
  ['metadata that is no text', { ...transfer, metadata: { a: 1 } }, '/metadata/a'],
  ['a time that is none', { ...transfer, occurredAt: 'yesterday' }, '/occurredAt'],
  ['a time before every view’s reach', { ...transfer, occurredAt: '1066-10-14T09:00:00Z' }, '/occurredAt'],
  ['a list in place of the body', [transfer], ''],
  ['a body that is not JSON', '{"from":', ''],
  ['an empty body', '', ''],
];

const accounts: [string, unknown, string][] = [
  ['no currency', {}, '/currency'],
  ['a currency of four letters', { currency: 'EURO' }, '/currency'],
  ['a negative overdraft limit', { currency: 'CZK', overdraftLimit: '-1.00' }, '/overdraftLimit'],
  [
    'an overdraft limit with too many decimals',
    { currency: 'JPY', overdraftLimit: '1.0' },
    '/overdraftLimit',
  ],
  ['an empty name', { currency: 'CZK', name: '' }, '/name'],
  ['an unknown field', { currency: 'CZK', owner: 'x' }, '/owner'],
];

const item = { ...transfer, idempotencyKey: 'k' };
const batches: [string, unknown, string][] = [
  ['no transfers', {}, '/transfers'],
  ['an empty batch', { transfers: [] }, '/transfers'],
  ['1,001 transfers', { transfers: Array.from({ length: 1_001 }, () => item) }, '/transfers'],
];

const queries: [string, string, string][] = [
  ['a limit of 0', 'limit=0', '/query/limit'],
  ['a limit of 201', 'limit=201', '/query/limit'],
  ['a cursor that is none of ours', 'cursor=!', '/query/cursor'],
  ['a direction that is none', 'direction=up', '/query/direction'],
  ['a time that is none', 'from=yesterday', '/query/from'],
  ['an amount with too many decimals', 'minAmount=1.001', '/query/minAmount'],
  ['an unknown parameter', 'page=2', '/query/page'],
];

describe('malformed requests change nothing and say what is wrong', () => {
  let before: number[];

  beforeAll(async () => {
    await open(a, 'unlimited');
    await open(b);
    before = await heads();
  });
  afterAll(async () => {
    expect(await heads()).toEqual(before);
  });

  const refused = (pointer: string) => ({
    status: 400,
    body: {
      type: '/problems/invalid_request',
      code: 'invalid_request',
      status: 400,
      retryable: false,
      title: expect.any(String),
      detail: expect.any(String),
      errors: expect.arrayContaining([{ pointer, message: expect.any(String) }]),
    },
  });

  it.each(transfers)('a transfer with %s', async (_what, body, pointer) => {
    const answer = await post('/v1/transfers', body);
    expect(answer).toMatchObject(refused(pointer));
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it.each(accounts)('an account with %s', async (_what, body, pointer) => {
    expect(await post('/v1/accounts', body)).toMatchObject(refused(pointer));
  });

  it.each(batches)('a batch with %s', async (_what, body, pointer) => {
    expect(await post('/v1/transfers/batch', body)).toMatchObject(refused(pointer));
  });

  it('items of a batch, each by itself', async () => {
    const { status, body } = await post('/v1/transfers/batch', {
      transfers: [transfer, { ...item, amount: 1 }, { ...item, idempotencyKey: 'a b' }],
    });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { status: 400, problem: { code: 'idempotency_key_missing' } },
      { status: 400, problem: { code: 'invalid_request', errors: [{ pointer: '/amount' }] } },
      { status: 400, problem: { code: 'invalid_request' } },
    ]);
  });

  it.each(queries)('a query with %s', async (_what, query, pointer) => {
    expect(await get(`/v1/accounts/${a}/entries?${query}`)).toMatchObject(refused(pointer));
  });

  it.each([
    ['no Idempotency-Key', '', 400, 'idempotency_key_missing'],
    ['one of 256 characters', 'k'.repeat(256), 400, 'invalid_request'],
    ['one with a space', 'a b', 400, 'invalid_request'],
  ])('a command with %s', async (_what, key, status, code) => {
    expect(await post('/v1/transfers', transfer, { 'idempotency-key': key })).toMatchObject({
      status,
      body: { code },
    });
  });

  it('a body over 64 KiB', async () => {
    const body = { ...transfer, description: 'x'.repeat(70_000) };
    expect(await post('/v1/transfers', body)).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])(
    'a body of type %s',
    async (type) => {
      const answer = await post('/v1/transfers', JSON.stringify(transfer), { 'content-type': type });
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    },
  );

  it.each([
    ['/v1/nothing', 'not_found'],
    ['/v1/accounts/nobody', 'account_not_found'],
    ['/v1/accounts/nobody/balance', 'account_not_found'],
    ['/v1/accounts/nobody/entries', 'account_not_found'],
    ['/v1/accounts/no%20body', 'account_not_found'],
    ['/v1/transfers/none', 'transfer_not_found'],
  ])('what is not there: %s', async (path, code) => {
    expect(await get(path)).toMatchObject({ status: 404, body: { code } });
  });
});
