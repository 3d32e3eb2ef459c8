import type { EntriesResponse, HoldResponse, StatementResponse, TransferResponse } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { serverUrl } from '@trine/event-bus/testing';
import { MongoHistory } from '@trine/history';
import mongoose from 'mongoose';
import { randomUUID } from 'node:crypto';
import { startApi } from './testing/api.js';

function databaseOfOwn(): string {
  const url = new URL(serverUrl('TRINE_MONGODB_URL'));
  url.pathname = `/api_test_${randomUUID().slice(0, 8)}`;
  return url.toString();
}

describe('what happened, over HTTP', () => {
  const url = databaseOfOwn();
  let api: Awaited<ReturnType<typeof startApi>>;
  let ledger: TestLedger;

  beforeAll(async () => {
    ledger = new TestLedger().open('a').open('b').open('c');
    ledger.transfer({
      id: 'pay',
      from: 'a',
      to: 'b',
      amountMinor: 1_000n,
      occurredAt: '2026-02-10T00:00:00.000Z',
    });
    ledger.transfer({ id: 'back', from: 'b', to: 'a', amountMinor: 400n, reverses: 'pay' });
    ledger.hold({ id: 'hold_1', from: 'a', to: 'c', amountMinor: 2_000n });
    ledger.capture('hold_1', 500n, 'take', false);
    const projection = new MongoHistory({ url });
    await projection.connect();
    for (const [partition, events] of ledger.byPartition()) await projection.apply(partition, events);
    await projection.close();
    api = await startApi({ TRINE_MONGODB_URL: url });
  });
  afterAll(async () => {
    await api.close();
    const connection = await mongoose.createConnection(url).asPromise();
    await connection.dropDatabase();
    await connection.close();
  });

  const get = async <T>(path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api.url}/v1/${path}`, { headers });
    return { status: response.status, body: (await response.json()) as T };
  };

  it('is linked both ways: a transfer and its reversal', async () => {
    const { body: pay } = await get<TransferResponse>('transfers/pay');
    expect(pay).toMatchObject({ status: 'partially_reversed', reversedBy: [{ id: 'back' }] });
    expect((await get<TransferResponse>('transfers/back')).body).toMatchObject({ reverses: 'pay' });
  });

  it('is linked both ways: a hold and what captured it', async () => {
    const { body: hold } = await get<HoldResponse>('holds/hold_1');
    expect(hold).toMatchObject({
      account: 'a',
      status: 'open',
      captured: '5.00',
      remaining: '15.00',
      captures: [{ transferId: 'take', amount: '5.00' }],
    });
    expect((await get<TransferResponse>('transfers/take')).body).toMatchObject({ holdId: 'hold_1' });
    const { body: page } = await get<EntriesResponse>('accounts/a/entries?direction=debit&limit=1');
    expect(page.entries).toMatchObject([{ transferId: 'take', holdId: 'hold_1' }]);
  });

  it.each([
    ['a/entries', 200, 'application/json; charset=utf-8'],
    ['nobody/entries', 404, 'application/problem+json; charset=utf-8'],
    ['a/entries?limit=x', 400, 'application/problem+json; charset=utf-8'],
  ])('says what it is: %s (%d)', async (path, status, type) => {
    for (let again = 0; again < 2; again++) {
      const response = await fetch(`${api.url}/v1/accounts/${path}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    }
  });

  it('is the balance after the last event recorded at or before a time', async () => {
    const own = ledger.events.filter(({ data }) => data.accountId === 'a');
    for (const recordedAt of new Set(own.map((event) => event.recordedAt))) {
      const { version, balances } = own.findLast((event) => event.recordedAt <= recordedAt)!.data;
      const { body } = await get(`accounts/a/balance?at=${recordedAt}`);
      expect(body).toEqual({ accountId: 'a', currency: 'CZK', ...balances, version, asOf: recordedAt });
    }
    const before = await get('accounts/a/balance?at=2025-12-31T23:59:59Z');
    expect(before).toMatchObject({ status: 404, body: { code: 'account_not_found' } });
  });

  it('is a statement by month of occurredAt', async () => {
    const [january, february] = await Promise.all(
      ['2026-01', '2026-02'].map((month) => get<StatementResponse>(`accounts/a/statements/${month}`)),
    );
    expect(january!.body).toMatchObject({ opening: '0.00', closing: '-1.00' });
    expect(january!.body.entries.map(({ transferId }) => transferId)).toEqual(['back', 'take']);
    expect(february!.body).toMatchObject({
      opening: '-1.00',
      closing: '-11.00',
      entries: [{ transferId: 'pay' }],
    });
    const csv = await fetch(`${api.url}/v1/accounts/a/statements/2026-02`, {
      headers: { accept: 'text/csv' },
    });
    const lines = (await csv.text()).trimEnd().split('\r\n');
    expect(lines.map((line) => line.split(',').slice(0, 1).concat(line.split(',')[8]!))).toEqual([
      ['kind', 'balance'],
      ['opening', '-1.00'],
      ['entry', '-11.00'],
      ['closing', '-11.00'],
    ]);
  });

  it.each([
    ['transfers/none', 'transfer_not_found'],
    ['transfers/a%20b', 'transfer_not_found'],
    ['holds/none', 'hold_not_found'],
    ['holds/a%20b', 'hold_not_found'],
    ['accounts/none/entries', 'account_not_found'],
    ['accounts/none/statements/2026-01', 'account_not_found'],
    ['accounts/none/balance?at=2026-01-01T00:00:00Z', 'account_not_found'],
  ])('%s is 404 %s', async (path, code) => {
    expect(await get(path)).toMatchObject({ status: 404, body: { code } });
  });

  it.each(['accounts/a/balance?at=2026-03-01T00:00:00Z', 'holds/hold_1', 'accounts/a/statements/2026-01'])(
    '%s waits for what its caller has seen',
    async (path) => {
      const { partition, sequence } = ledger.events.findLast(({ data }) => data.accountId === 'a')!;
      const reached = await get(path, { 'consistency-token': `${partition}:${sequence}` });
      expect(reached.status).toBe(200);
      const ahead = await get(path, { 'consistency-token': `${partition}:${sequence + 1}` });
      expect(ahead).toMatchObject({ status: 503, body: { code: 'read_model_behind' } });
    },
  );
});
