import { parseConsistencyToken, partitionOf } from '@trine/contracts';
import { Ledger, Payments, transfer } from '../testing/payments.js';

const MOST = '92233720368547758.07';

describe('POST /v1/transfers', () => {
  let ledger: Ledger;
  let payments: Payments;

  beforeAll(async () => {
    ledger = await Ledger.create();
    payments = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b');
    await payments.open({ id: 'eur', currency: 'EUR' });
  });
  afterAll(async () => {
    await payments.stop();
    await ledger.drop();
  });

  it('moves money, and says where the log tells of it', async () => {
    const texts = { category: 'rent', reference: 'May', description: 'žluťoučký 😀', metadata: { k: '' } };
    const request = transfer('a', 'b', '1.5', {
      id: 'tr-1',
      ...texts,
      occurredAt: '1993-01-05T01:00:00+01:00',
    });
    const { status, headers, body } = await payments.post(request);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: 'tr-1',
      status: 'posted',
      legs: [{ from: 'a', to: 'b', amount: '1.50', currency: 'CZK' }],
      ...texts,
      occurredAt: '1993-01-05T00:00:00.000Z',
      recordedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    const token = parseConsistencyToken(headers.get('consistency-token')!)!;
    const events = await ledger.query<{ account_id: string; data: string }>(
      `SELECT account_id, data FROM events WHERE (partition, sequence) IN (($1, $2), ($3, $4))
       ORDER BY account_id`,
      ['a', 'b'].flatMap((id) => [partitionOf(id), token.get(partitionOf(id))]),
    );
    expect(events.map(({ data }) => JSON.parse(data) as object)).toMatchObject([
      { accountId: 'a', direction: 'debit', counterparty: 'b', amount: '1.50', transferId: 'tr-1', ...texts },
      {
        accountId: 'b',
        direction: 'credit',
        counterparty: 'a',
        amount: '1.50',
        transferId: 'tr-1',
        ...texts,
      },
    ]);
  });

  it('takes the ledger’s time for occurredAt when the caller does not say', async () => {
    const { body } = await payments.post(transfer('a', 'b', '0.01'));
    expect(Date.parse(body.recordedAt as string) - Date.parse(body.occurredAt as string)).toBeLessThan(
      60_000,
    );
  });

  it.each([
    ['account_not_found', 404, transfer('a', 'nobody', '1.00')],
    ['account_not_found', 404, transfer('nobody', 'a', '1.00')],
    ['same_account', 422, transfer('a', 'a', MOST, { currency: 'EUR' })],
    ['currency_mismatch', 422, transfer('a', 'eur', MOST)],
    ['currency_mismatch', 422, transfer('a', 'b', '1.00', { currency: 'EUR' })],
    ['amount_out_of_range', 422, transfer('a', 'b', '92233720368547758.08')],
    ['amount_out_of_range', 422, transfer('bank', 'a', MOST)],
    ['amount_out_of_range', 422, transfer('a', 'b', '9'.repeat(1_000))],
  ])('refuses with %s (%i) and moves nothing', async (code, status, request) => {
    const [before] = await ledger.query('SELECT count(*) FROM events');
    const refused = await payments.post(request);
    expect(refused).toMatchObject({
      status,
      body: { code, status, type: `/problems/${code}`, retryable: false },
    });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.headers.get('consistency-token')).toBeNull();
    expect(await ledger.query('SELECT count(*) FROM events')).toEqual([before]);
  });

  it('declines what is not there: an event, a token, and a transfer id that stays free', async () => {
    const before = await ledger.posted('a');
    const declined = await payments.post(transfer('a', 'b', '10000.00', { id: 'too-much' }), 'decline');
    expect(declined).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    const [[partition, sequence]] = [
      ...parseConsistencyToken(declined.headers.get('consistency-token')!)!,
    ] as [[number, number]];
    expect(
      await ledger.query('SELECT type FROM events WHERE partition = $1 AND sequence = $2', [
        partition,
        sequence,
      ]),
    ).toEqual([{ type: 'TransferDeclined' }]);
    expect(await ledger.posted('a')).toBe(before);

    const again = await payments.post(transfer('a', 'b', '10000.00', { id: 'too-much' }), 'decline');
    expect(again.body).toEqual(declined.body);
    expect(again.headers.get('consistency-token')).toBe(declined.headers.get('consistency-token'));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await payments.post(transfer('bank', 'b', '1.00', { id: 'too-much' }))).status).toBe(201);
  });

  it('refuses a transfer id under another key, whatever the body', async () => {
    await payments.post(transfer('bank', 'b', '1.00', { id: 'once' }));
    for (const body of [
      transfer('bank', 'b', '1.00', { id: 'once' }),
      transfer('a', 'a', '1.00', { id: 'once' }),
      transfer('a', 'nobody', '1.00', { id: 'once' }),
      transfer('a', 'b', '99999.00', { id: 'once' }),
    ]) {
      expect(await payments.post(body)).toMatchObject({ status: 409, body: { code: 'transfer_exists' } });
    }
  });

  it('answers no query', async () => {
    expect(await payments.fetch('/v1/transfers/tr-1')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });
});
