import { randomUUID } from 'node:crypto';
import { Ledger, transfer, type Reply } from '../testing/payments.js';
import { startProcess, type PaymentsProcess } from '../testing/process.js';

describe('processes that write to the same accounts', () => {
  let ledger: Ledger;
  let one: PaymentsProcess;
  let other: PaymentsProcess;

  beforeAll(async () => {
    ledger = await Ledger.create();
    [one, other] = await Promise.all([startProcess(ledger.url), startProcess(ledger.url)]);
    await one.client.openFunded('a', 'b');
  });
  afterAll(async () => {
    await Promise.all([one.app.stop(), other.app.stop()]);
    await ledger.drop();
  });

  it('see what the other did to an account that money only goes to', async () => {
    const frozen = () => one.client.post(transfer('a', 'b', '1.00'));
    await one.client.command('/v1/accounts/b/freeze', {});
    expect(await frozen()).toMatchObject({ status: 422, body: { code: 'account_frozen' } });
    await other.client.command('/v1/accounts/b/unfreeze', {});
    expect((await frozen()).status).toBe(201);

    await other.client.command('/v1/accounts/b/freeze', {});
    const hold = { account: 'a', to: 'b', amount: '1.00', currency: 'CZK' };
    expect(await one.client.command('/v1/holds', hold)).toMatchObject({
      status: 422,
      body: { code: 'account_frozen' },
    });
    await other.client.command('/v1/accounts/b/unfreeze', {});
  });

  it('are all served while each has more to do than it can', async () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => `many-${i}`);
    const overdraftLimit = 'unlimited';
    await Promise.all(ids.map((id) => one.client.open({ id, currency: 'CZK', overdraftLimit })));
    let next = 0;
    const any = () => ids[(next += 7) % ids.length]!;
    const item = () => ({ idempotencyKey: randomUUID(), ...transfer(any(), 'b', '0.01') });
    const batch = ({ client }: PaymentsProcess) => client.batch(Array.from({ length: 100 }, item));
    const until = performance.now() + 6_000;
    const caller = async (process: PaymentsProcess) => {
      const replies: Reply[] = [];
      while (performance.now() < until) replies.push(await batch(process));
      return replies;
    };
    const replies = (await Promise.all([one, one, one, one, other, other, other, other].map(caller))).flat();
    const results = replies.flatMap(({ body }) => body.results as { status: number }[]);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await ledger.query('SELECT sum(posted)::int FROM accounts')).toEqual([{ sum: 0 }]);
    const alone = await Promise.all(
      [one, other].map(({ client }) => client.metric('trine_appends_alone_total')),
    );
    expect(Math.max(...alone)).toBeGreaterThan(0);
  });
});
