import { randomUUID } from 'node:crypto';
import { FORWARDED_TRANSFERS, MAX_FORWARDED, MAX_FORWARDED_BYTES } from '@trine/contracts';
import { Ledger, Payments, transfer } from '../testing/payments.js';

/** What of an answer a caller relies on. */
const RELIED_ON = ['content-type', 'consistency-token', 'idempotent-replayed', 'retry-after'];

describe('transfers that banking-api passes on together', () => {
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

  const forwarded = (key: string, body: unknown) => ({
    key,
    correlationId: `of-${key}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const post = (...transfers: unknown[]) => payments.send(FORWARDED_TRANSFERS, transfers);

  it.each<[string, string, unknown]>([
    ['posted', 'k1', transfer('a', 'b', '1.00', { description: 'ž"😀' })],
    ['declined', 'k2', transfer('a', 'b', '99999.00')],
    ['refused', 'k3', transfer('a', 'nobody', '1.00')],
    ['malformed', 'k4', transfer('a', 'b', '1.001', { more: true })],
    ['of several legs', 'k5', { currency: 'CZK', legs: [{ from: 'a', to: 'b', amount: '1.00' }] }],
  ])('answers one that is %s as it would be answered alone', async (_what, key, body) => {
    const together = await post(forwarded(key, body), forwarded(randomUUID(), transfer('b', 'a', '0.01')));
    expect(together.status).toBe(200);
    const [answer, other] = together.body;
    expect(other.status).toBe(201);
    const alone = await payments.send('/v1/transfers', body, { 'idempotency-key': key });
    const seen = RELIED_ON.map((name) => alone.headers.get(name) ?? undefined);
    const isKept = alone.headers.has('idempotent-replayed');
    const replayed = { ...answer.headers, ...(isKept && { 'idempotent-replayed': 'true' }) };
    expect([answer.status, JSON.parse(answer.body)]).toEqual([alone.status, alone.body]);
    expect(RELIED_ON.map((name) => replayed[name])).toEqual(seen);
    expect(isKept).toBe(alone.status === 201 || alone.status === 422);
  });

  it('replays what was posted alone, and refuses its key for something else', async () => {
    const body = transfer('a', 'b', '2.00');
    const alone = await payments.post(body, 'first');
    const again = async (amount: string) =>
      (await post(forwarded('first', transfer('a', 'b', amount)))).body[0];
    const replayed = await again('2.00');
    expect(JSON.parse(replayed.body)).toEqual(alone.body);
    expect(replayed.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect(JSON.parse((await again('3.00')).body)).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('decides one that stands twice once', async () => {
    const body = transfer('a', 'b', '4.00');
    const { body: answers } = await post(forwarded('twice', body), forwarded('twice', body));
    const codes = answers.map(
      (answer: { body: string }) => (JSON.parse(answer.body) as { code?: string }).code,
    );
    expect(codes).toEqual([undefined, 'idempotency_in_flight']);
    expect(answers[1].headers).toMatchObject({ 'retry-after': '1' });
    const events = await ledger.query('SELECT 1 FROM events WHERE correlation_id = $1', ['of-twice']);
    expect(events).toHaveLength(2);
  });

  it.each(['{', '', '{"__proto__": {"a": 1}}'])(
    'has %j sent by itself, to be told what is wrong',
    async (body) => {
      const answers = await post(forwarded('x', body), forwarded(randomUUID(), transfer('b', 'a', '0.01')));
      expect(answers.body).toEqual([null, expect.objectContaining({ status: 201 })]);
      const alone = await payments.send('/v1/transfers', body, { 'idempotency-key': 'x' });
      expect(alone).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    },
  );

  it('keeps the correlation id of each with its events', async () => {
    await post(forwarded('c1', transfer('a', 'b', '0.01')), forwarded('c2', transfer('b', 'a', '0.01')));
    const rows = await ledger.query<{ correlation_id: string }>(
      'SELECT correlation_id FROM events WHERE correlation_id = ANY($1) ORDER BY 1',
      [['of-c1', 'of-c2']],
    );
    expect(rows.map((row) => row.correlation_id)).toEqual(['of-c1', 'of-c1', 'of-c2', 'of-c2']);
  });

  it('takes as many of the longest as may come, and no more', async () => {
    const body = '\u0001'.repeat(MAX_FORWARDED_BYTES);
    const key = (n: number) => String(n).padEnd(255, '"');
    const many = Array.from({ length: MAX_FORWARDED }, (_, n) => ({
      ...forwarded(key(n), body),
      correlationId: 'c'.repeat(64),
    }));
    expect((await post(...many)).body).toEqual(many.map(() => null));
    expect(await post(...many, forwarded('more', '{}'))).toMatchObject({ status: 400 });
  });

  it.each([
    ['a key that is none', { key: 'ž' }],
    ['no key', { key: '' }],
    ['a correlation id that is none', { correlationId: 'a","type":"x' }],
    ['a body that is too long', { body: ' '.repeat(MAX_FORWARDED_BYTES + 1) }],
    ['a body that is no text', { body: {} }],
  ])('takes none when one has %s', async (_what, fault) => {
    const before = await ledger.contents();
    const body = transfer('a', 'b', '0.01');
    const refused = await post(forwarded(randomUUID(), body), { ...forwarded(randomUUID(), body), ...fault });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(await ledger.contents()).toEqual(before);
  });
});
