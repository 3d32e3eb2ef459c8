import { Ledger, Payments, transfer, until } from '../testing/payments.js';

const OLD = 1_200;

describe('idempotency keys', () => {
  it('are forgotten when they are old, and only those; ids stay taken', async () => {
    const ledger = await Ledger.create();
    let payments = await Payments.start(ledger.url);
    await payments.openFunded('a', 'b');
    const body = transfer('a', 'b', '1.00', { id: 'once' });
    await payments.post(body, 'old');
    await payments.post(transfer('a', 'b', '1.00'), 'young');
    await payments.stop();
    await ledger.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '169 hours' WHERE key <> 'young'`,
    );
    await ledger.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '167 hours' WHERE key = 'young'`,
    );
    await ledger.query(
      `INSERT INTO idempotency_keys SELECT 'k' || i, '', 201, '{}', '', now() - interval '8 days'
       FROM generate_series(1, $1) i`,
      [OLD],
    );

    payments = await Payments.start(ledger.url);
    const left = () => ledger.query<{ key: string }>('SELECT key FROM idempotency_keys');
    await until(async () => (await left()).length === 1);
    expect(await left()).toEqual([{ key: 'young' }]);
    expect(
      (await payments.post(transfer('a', 'b', '1.00'), 'young')).headers.get('idempotent-replayed'),
    ).toBe('true');
    expect(await payments.post(body, 'old')).toMatchObject({
      status: 409,
      body: { code: 'transfer_exists' },
    });
    await payments.stop();
    await ledger.drop();
  });
});
