import { setTimeout as sleep } from 'node:timers/promises';
import { Ledger, Payments, until } from '../testing/payments.js';

describe('holds', () => {
  let ledger: Ledger;
  let payments: Payments;

  beforeAll(async () => {
    ledger = await Ledger.create();
    payments = await Payments.start(ledger.url);
    await payments.openFunded('card', 'shop', 'other');
  });
  afterAll(async () => {
    await payments.stop();
    await ledger.drop();
  });

  let count = 0;
  const place = (amount: string, more: object = {}) =>
    payments.command('/v1/holds', {
      id: `h${++count}`,
      account: 'card',
      to: 'shop',
      amount,
      currency: 'CZK',
      ...more,
    });
  const account = async (id: string) => {
    const [row] = await ledger.query('SELECT posted, held FROM accounts WHERE id = $1', [id]);
    return row;
  };

  it('reserve, are captured in parts, and the final capture releases the rest', async () => {
    const placed = await place('80.00', { id: 'meal', reference: 'Table 7', metadata: { table: '7' } });
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      id: 'meal',
      account: 'card',
      to: 'shop',
      amount: '80.00',
      captured: '0.00',
      remaining: '80.00',
      status: 'open',
      reference: 'Table 7',
      metadata: { table: '7' },
    });
    expect(placed.headers.get('consistency-token')).toMatch(/^\d+:\d+$/);
    const first = await payments.command('/v1/holds/meal/capture', { amount: '30.00' }, 'capture-1');
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      status: 'posted',
      holdId: 'meal',
      reference: 'Table 7',
      legs: [{ from: 'card', to: 'shop', amount: '30.00', currency: 'CZK' }],
    });
    const again = await payments.command('/v1/holds/meal/capture', { amount: '30.00' }, 'capture-1');
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await account('card')).toEqual({ posted: '7000', held: '5000' });
    const last = await payments.command('/v1/holds/meal/capture', { amount: '20.00', final: true });
    expect(last.status).toBe(201);
    expect(await account('card')).toEqual({ posted: '5000', held: '0' });
    const late = await payments.command('/v1/holds/meal/capture', { amount: '1.00' });
    expect(late.body).toMatchObject({ status: 422, code: 'hold_resolved' });
  });

  it('give everything back when voided, once', async () => {
    await place('10.00', { id: 'room' });
    const voided = await payments.fetch('/v1/holds/room/void', {
      method: 'POST',
      headers: { 'idempotency-key': 'void-room' },
    });
    expect(voided.status).toBe(200);
    expect(voided.body).toMatchObject({ id: 'room', status: 'voided', remaining: '0.00', captured: '0.00' });
    expect((await payments.command('/v1/holds/room/void')).body).toMatchObject({ code: 'hold_resolved' });
    expect(await account('card')).toEqual({ posted: '5000', held: '0' });
  });

  it('are never captured for more than they are, however many try at once', async () => {
    await place('10.00', { id: 'race' });
    const tries = Array.from({ length: 20 }, () =>
      payments.command('/v1/holds/race/capture', { amount: '1.00' }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(await account('card')).toEqual({ posted: '4000', held: '0' });
  });

  it('end by themselves, also after a sleep past their time', async () => {
    const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
    await place('1.00', { id: 'soon', expiresAt: inMs(300) });
    await until(async () => (await statusOf('soon')) === 'expired');
    await place('2.00', { id: 'slept', expiresAt: inMs(400) });
    await payments.stop();
    await sleep(500);
    payments = await Payments.start(ledger.url);
    await until(async () => (await statusOf('slept')) === 'expired');
    expect(await account('card')).toEqual({ posted: '4000', held: '0' });
    expect((await payments.command('/v1/holds/slept/capture')).body).toMatchObject({ code: 'hold_expired' });
    const [{ types }] = (await ledger.query<{ types: string }>(
      `SELECT string_agg(type, ' ' ORDER BY sequence) AS types FROM events
       WHERE data::jsonb->>'holdId' = 'slept'`,
    )) as [{ types: string }];
    expect(types).toBe('HoldPlaced HoldReleased');
  });

  it('that are placed and captured in the same moment are one row, as it ended', async () => {
    const answers = await Promise.all([
      place('3.00', { id: 'fast' }),
      payments.command('/v1/holds/fast/capture', { amount: '1.00' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const [hold] = await ledger.query('SELECT captured, status FROM holds WHERE id = $1', ['fast']);
    expect(hold).toEqual({ captured: '100', status: 'open' });
    await payments.command('/v1/holds/fast/void');
  });

  it('take an id that was declined before, also when both are in one append', async () => {
    const answers = await Promise.all([place('9999.00', { id: 'twice' }), place('1.00', { id: 'twice' })]);
    expect(answers.map(({ status }) => status)).toEqual([422, 201]);
    await payments.command('/v1/holds/twice/void');
  });

  it.each([
    ['an unknown account', { account: 'nobody' }, 404, 'account_not_found'],
    ['a taken id', { id: 'meal' }, 409, 'hold_exists'],
    ['a taken id and no money', { id: 'meal', amount: '900.00' }, 409, 'hold_exists'],
    ['one account', { to: 'card' }, 422, 'same_account'],
    ['another currency', { currency: 'EUR' }, 422, 'currency_mismatch'],
    ['too much for 64 bits', { amount: '92233720368547758.08' }, 422, 'amount_out_of_range'],
    ['more than there is', { amount: '900.00' }, 422, 'insufficient_funds'],
    ['a time that is over', { expiresAt: '2020-01-01T00:00:00Z' }, 400, 'invalid_request'],
    ['an amount that is a number', { amount: 1 }, 400, 'invalid_request'],
    ['nothing at all', { amount: '0.00' }, 400, 'invalid_request'],
    ['an unknown field', { colour: 'red' }, 400, 'invalid_request'],
  ])('refuse %s', async (_what, more, status, code) => {
    expect((await place('1.00', more)).body).toMatchObject({ status, code });
  });

  it.each([
    ['/v1/holds/nothing/capture', {}, 404, 'hold_not_found'],
    ['/v1/holds/not%20an%20id/void', {}, 404, 'hold_not_found'],
    ['/v1/holds/fast/capture', { amount: '1.001' }, 400, 'invalid_request'],
    ['/v1/holds/fast/capture', { final: 'yes' }, 400, 'invalid_request'],
    ['/v1/holds/fast/void', { why: 'so' }, 400, 'invalid_request'],
  ])('%s with %j is answered %d %s', async (path, body, status, code) => {
    expect((await payments.command(path, body)).body).toMatchObject({ status, code });
  });

  const statusOf = async (id: string) => {
    const [hold] = await ledger.query<{ status: string }>('SELECT status FROM holds WHERE id = $1', [id]);
    return hold?.status;
  };
});
