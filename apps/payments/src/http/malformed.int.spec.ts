import { MAX_BATCH, MAX_BATCH_BODY_BYTES, MAX_BODY_BYTES } from '@trine/contracts';
import { Ledger, Payments, transfer, type Reply } from '../testing/payments.js';

const good = transfer('a', 'b', '1.00');
const account = { currency: 'CZK' };
const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));

describe('a malformed command gets its problem and changes nothing', () => {
  let ledger: Ledger;
  let payments: Payments;
  let before: unknown;

  beforeAll(async () => {
    ledger = await Ledger.create();
    payments = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b');
    before = await ledger.contents();
  });
  afterAll(async () => {
    await payments.stop();
    await ledger.drop();
  });
  afterEach(async () => expect(await ledger.contents()).toEqual(before));

  function expectProblem(reply: Reply, status: number, code: string, pointers?: string[]): void {
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(reply).toMatchObject({ status, body: { status, code, title: expect.any(String) as string } });
    const errors = (reply.body.errors ?? []) as { pointer: string; message: string }[];
    if (pointers) expect(errors.map(({ pointer }) => pointer).sort()).toEqual(pointers.sort());
    for (const { message } of errors) expect(message).not.toBe('');
  }

  it.each<[string, object, string[]]>([
    ['an amount that is a number', { ...good, amount: 1 }, ['/amount']],
    ['an amount with more decimals than its currency', { ...good, amount: '1.001' }, ['/amount']],
    ['any decimals where a currency has none', { ...good, currency: 'JPY', amount: '1.0' }, ['/amount']],
    ['an amount of zero', { ...good, amount: '0.00' }, ['/amount']],
    ['a negative amount', { ...good, amount: '-1.00' }, ['/amount']],
    ['an amount with a plus', { ...good, amount: '+1.00' }, ['/amount']],
    ['an amount with an exponent', { ...good, amount: '1e2' }, ['/amount']],
    ['an amount with a leading zero', { ...good, amount: '01.00' }, ['/amount']],
    ['an empty amount', { ...good, amount: '' }, ['/amount']],
    ['an amount with spaces', { ...good, amount: ' 1.00' }, ['/amount']],
    ['an amount with a comma', { ...good, amount: '1,00' }, ['/amount']],
    ['a currency that is not listed', { ...good, currency: 'XYZ' }, ['/currency']],
    ['a currency in lower case', { ...good, currency: 'czk' }, ['/currency']],
    ['a missing field', { to: 'b', amount: '1.00', currency: 'CZK' }, ['/from']],
    ['several missing fields', {}, ['/from', '/to', '/amount', '/currency']],
    ['an unknown field', { ...good, ammount: '1.00' }, ['/ammount']],
    ['an id with a space', { ...good, id: 'a b' }, ['/id']],
    ['an id that is too long', { ...good, id: 'x'.repeat(65) }, ['/id']],
    ['an empty id', { ...good, id: '' }, ['/id']],
    ['an account id that is none', { ...good, from: 'a/b' }, ['/from']],
    ['null for a field', { ...good, reference: null }, ['/reference']],
    ['a reference that is too long', { ...good, reference: 'x'.repeat(141) }, ['/reference']],
    ['a description that is too long', { ...good, description: '😀'.repeat(501) }, ['/description']],
    ['U+0000 in a text', { ...good, description: 'a\u0000b' }, ['/description']],
    ['a lone surrogate in a text', { ...good, reference: 'a\ud800b' }, ['/reference']],
    ['U+0000 in metadata', { ...good, metadata: { k: '\u0000' } }, ['/metadata/k']],
    ['too many pairs of metadata', { ...good, metadata: pairs(33) }, ['/metadata']],
    ['metadata that is no text', { ...good, metadata: { n: 1 } }, ['/metadata/n']],
    ['metadata of more than 4 KiB', { ...good, metadata: { k: 'ž'.repeat(2_048) } }, ['/metadata']],
    ['an occurredAt that is no time', { ...good, occurredAt: 'yesterday' }, ['/occurredAt']],
    ['an occurredAt that no calendar has', { ...good, occurredAt: '2026-02-30T00:00:00Z' }, ['/occurredAt']],
    ['an occurredAt without an offset', { ...good, occurredAt: '2026-01-01T00:00:00' }, ['/occurredAt']],
    ['an occurredAt too long ago', { ...good, occurredAt: '1899-12-31T23:59:59Z' }, ['/occurredAt']],
    ['an array for an object', [good], ['']],
  ])('a transfer with %s', async (_name, body, pointers) => {
    expectProblem(await payments.post(body), 400, 'invalid_request', pointers);
  });

  it.each<[string, object, string[]]>([
    ['a negative limit', { ...account, overdraftLimit: '-1.00' }, ['/overdraftLimit']],
    ['a limit with too many decimals', { ...account, overdraftLimit: '1.000' }, ['/overdraftLimit']],
    ['a limit that is a number', { ...account, overdraftLimit: 0 }, ['/overdraftLimit']],
    ['a limit in other words', { ...account, overdraftLimit: 'none' }, ['/overdraftLimit']],
    ['no currency', {}, ['/currency']],
    ['a currency that is not listed', { currency: 'ABC' }, ['/currency']],
    ['an unknown field', { ...account, balance: '1.00' }, ['/balance']],
    ['an empty name', { ...account, name: '' }, ['/name']],
    ['an id with a slash', { ...account, id: 'a/b' }, ['/id']],
  ])('an account with %s', async (_name, body, pointers) => {
    expectProblem(await payments.open(body), 400, 'invalid_request', pointers);
  });

  it('says everything that is wrong at once', async () => {
    const body = {
      ...good,
      amount: '1.001',
      occurredAt: '1800-01-01T00:00:00Z',
      metadata: { k: 'x'.repeat(5_000) },
    };
    expectProblem(await payments.post(body), 400, 'invalid_request', ['/amount', '/occurredAt', '/metadata']);
  });

  it.each([
    ['none', {}, 'idempotency_key_missing'],
    ['an empty one', { 'idempotency-key': '' }, 'idempotency_key_missing'],
    ['one with a space', { 'idempotency-key': 'a b' }, 'invalid_request'],
    ['one that is too long', { 'idempotency-key': 'k'.repeat(256) }, 'invalid_request'],
    ['one that is not ASCII', { 'idempotency-key': '\u00e9' }, 'invalid_request'],
  ])('an idempotency key: %s', async (_name, headers: Record<string, string>, code) => {
    expectProblem(await payments.send('/v1/transfers', good, headers), 400, code);
    expectProblem(await payments.send('/v1/accounts', account, headers), 400, code);
  });

  const key = { 'idempotency-key': 'k' };
  it.each<[string, () => Promise<Reply>, number, string]>([
    ['no JSON', () => payments.send('/v1/transfers', '{"from":', key), 400, 'invalid_request'],
    ['an empty body', () => payments.send('/v1/transfers', '', key), 400, 'invalid_request'],
    ['just null', () => payments.send('/v1/transfers', 'null', key), 400, 'invalid_request'],
    [
      'a __proto__',
      () => payments.send('/v1/transfers', '{"__proto__":{"from":"a"}}', key),
      400,
      'invalid_request',
    ],
    [
      'a media type that is not JSON, before anything else is looked at',
      () => payments.send('/v1/transfers', 'x'.repeat(MAX_BODY_BYTES + 1), { 'content-type': 'text/plain' }),
      415,
      'unsupported_media_type',
    ],
    [
      'a form',
      () => payments.send('/v1/transfers', 'from=a', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    ],
    [
      'a body that is too large, before its key is missed',
      () => payments.send('/v1/transfers', { ...good, description: 'x'.repeat(MAX_BODY_BYTES) }),
      413,
      'payload_too_large',
    ],
    [
      'a batch that is too large',
      () => payments.batch([{ ...good, description: 'x'.repeat(MAX_BATCH_BODY_BYTES) }]),
      413,
      'payload_too_large',
    ],
    ['an empty batch', () => payments.batch([]), 400, 'invalid_request'],
    ['a batch of too many', () => payments.batch(Array(MAX_BATCH + 1).fill(0)), 400, 'invalid_request'],
    [
      'a batch with an unknown field',
      () => payments.send('/v1/transfers/batch', { transfers: [good], atomically: true }),
      400,
      'invalid_request',
    ],
    ['an unknown route', () => payments.send('/v1/transfer', good, key), 404, 'not_found'],
  ])('%s', async (_name, request, status, code) => {
    expectProblem(await request(), status, code);
  });

  it('a mistake leaves the key unused', async () => {
    expect((await payments.post({ ...good, amount: 1 }, 'mistaken')).status).toBe(400);
    expect((await payments.post(good, 'mistaken')).status).toBe(201);
    before = await ledger.contents();
  });
});
