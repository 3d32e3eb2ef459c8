import { Ledger, Payments, transfer } from '../testing/payments.js';

describe('the correlation id of a request', () => {
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

  const correlated = (id: string) => ({ 'idempotency-key': id, 'x-correlation-id': id });
  const eventsOf = async (id: string) => {
    const rows = await ledger.query<{ type: string }>(
      'SELECT type FROM events WHERE correlation_id = $1 ORDER BY type',
      [id],
    );
    return rows.map(({ type }) => type);
  };

  it.each<[string, string, object, string[]]>([
    ['/v1/accounts', 'open', { id: 'c', currency: 'CZK' }, ['AccountOpened']],
    ['/v1/accounts/c/freeze', 'freeze', {}, ['AccountFrozen']],
    ['/v1/transfers', 'pay', transfer('a', 'b', '1.00', { id: 't' }), ['EntryPosted', 'EntryPosted']],
    ['/v1/transfers', 'decline', transfer('a', 'b', '999.00'), ['TransferDeclined']],
    ['/v1/transfers/t/reverse', 'reverse', {}, ['EntryPosted', 'EntryPosted']],
    [
      '/v1/holds',
      'hold',
      { ...transfer('', 'b', '1.00', { id: 'h', account: 'a' }), from: undefined },
      ['HoldPlaced'],
    ],
    ['/v1/holds/h/capture', 'capture', { amount: '0.50' }, ['EntryPosted', 'EntryPosted', 'HoldCaptured']],
    ['/v1/holds/h/void', 'void', {}, ['HoldReleased']],
  ])('%s (%s) is kept with each of its events', async (path, id, body, types) => {
    await payments.send(path, body, correlated(id));
    expect(await eventsOf(id)).toEqual(types);
  });

  it.each([true, false])('is the one of a whole batch (atomic: %s)', async (atomic) => {
    const id = `batch-${atomic}`;
    const items = [1, 2].map((n) => ({ idempotencyKey: `${id}-${n}`, ...transfer('a', 'b', '0.01') }));
    await payments.send('/v1/transfers/batch', { transfers: items, atomic }, { 'x-correlation-id': id });
    expect(await eventsOf(id)).toHaveLength(4);
  });

  it('is nobody’s when the ledger acts by itself', async () => {
    const expiresAt = new Date(Date.now() + 300).toISOString();
    const hold = { id: 'due', account: 'b', to: 'a', amount: '1.00', currency: 'CZK', expiresAt };
    await payments.send('/v1/holds', hold, correlated('brief'));
    const released = () =>
      ledger.query(
        `SELECT correlation_id FROM events WHERE type = 'HoldReleased' AND data LIKE '%"holdId":"due"%'`,
      );
    while ((await released()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await released()).toEqual([{ correlation_id: null }]);
  });
});
