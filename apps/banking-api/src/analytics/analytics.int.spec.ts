import { ClickHouseAnalytics } from '@trine/analytics';
import { TestLedger } from '@trine/contracts/testing';
import { serverUrl } from '@trine/event-bus/testing';
import { randomUUID } from 'node:crypto';
import { startApi } from '../testing/api.js';

const day = '2026-03-05T10:00:00.000Z';
const range = 'from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z';

describe('analytics over HTTP', () => {
  const server = serverUrl('TRINE_CLICKHOUSE_URL');
  const database = `api_test_${randomUUID().slice(0, 8)}`;
  const url = new URL(`/${database}`, server).toString();
  let api: Awaited<ReturnType<typeof startApi>>;

  beforeAll(async () => {
    const ledger = new TestLedger().open('a').open('b').open('y', 'JPY').open('z', 'JPY');
    ledger.transfer({ from: 'a', to: 'b', amountMinor: 1_000n, category: 'rent', occurredAt: day });
    ledger.transfer({ from: 'b', to: 'a', amountMinor: 250n, occurredAt: day });
    ledger.transfer({ from: 'y', to: 'z', amountMinor: 7n, occurredAt: day });
    ledger.decline({ from: 'a', to: 'b', amountMinor: 99_900n, occurredAt: day });
    const projection = new ClickHouseAnalytics({ url });
    await projection.connect();
    for (const [partition, events] of ledger.byPartition()) await projection.apply(partition, events);
    await projection.close();
    api = await startApi({ TRINE_CLICKHOUSE_URL: url });
  });
  afterAll(async () => {
    await api.close();
    await fetch(server, { method: 'POST', body: `DROP DATABASE ${database}` });
  });

  const get = async (path: string) => {
    const response = await fetch(`${api.url}/v1/analytics/${path}`);
    return { status: response.status, body: (await response.json()) as object };
  };

  it('tell the volume, by day when nothing else is asked', async () => {
    const start = '2026-03-05T00:00:00.000Z';
    expect(await get(`volume?${range}`)).toEqual({
      status: 200,
      body: {
        buckets: [
          { start, currency: 'CZK', transfers: 2, amount: '12.50' },
          { start, currency: 'JPY', transfers: 1, amount: '7' },
        ],
      },
    });
  });

  it('tell the categories', async () => {
    expect(await get(`categories?${range}&currency=CZK`)).toMatchObject({
      body: {
        categories: expect.arrayContaining([
          { category: 'rent', currency: 'CZK', transfers: 1, amount: '10.00' },
          { category: null, currency: 'CZK', transfers: 1, amount: '2.50' },
        ]) as unknown,
      },
    });
  });

  it('tell the declines by reason', async () => {
    const start = '2026-03-01T00:00:00.000Z';
    const bucket = { start, reason: 'insufficient_funds', currency: 'CZK', declines: 1, amount: '999.00' };
    expect(await get(`declines?${range}&interval=month`)).toEqual({
      status: 200,
      body: { buckets: [bucket] },
    });
  });

  it('tell the accounts that most money reached, or left', async () => {
    const a = { accountId: 'a', entries: 2, currency: 'CZK', in: '2.50', out: '10.00', net: '-7.50' };
    const b = { accountId: 'b', entries: 2, currency: 'CZK', in: '10.00', out: '2.50', net: '7.50' };
    expect(await get(`accounts/top?${range}&currency=CZK`)).toEqual({
      status: 200,
      body: { accounts: [b, a] },
    });
    expect(await get(`accounts/top?${range}&currency=CZK&by=out&limit=1`)).toMatchObject({
      body: { accounts: [a] },
    });
  });

  it('tell the flows of the ledger, which add up to nothing, and of an account', async () => {
    expect(await get(`flows?${range}`)).toEqual({
      status: 200,
      body: {
        flows: [
          { currency: 'CZK', in: '12.50', out: '12.50', net: '0.00' },
          { currency: 'JPY', in: '7', out: '7', net: '0' },
        ],
      },
    });
    expect(await get(`flows?accountId=a`)).toMatchObject({
      body: { flows: [{ currency: 'CZK', in: '2.50', out: '10.00', net: '-7.50' }] },
    });
  });

  it.each([
    ['accounts/top', '/query/currency'],
    ['accounts/top?currency=CZK&limit=101', '/query/limit'],
    ['accounts/top?currency=CZK&by=net', '/query/by'],
    ['accounts/top?currency=CZK&cursor=x', '/query/cursor'],
    ['flows?accountId=a%20b', '/query/accountId'],
    ['flows?from=yesterday', '/query/from'],
    ['declines?interval=year', '/query/interval'],
    ['declines?cursor=x', '/query/cursor'],
    ['volume?interval=hour&from=2020-01-01T00:00:00Z&to=2022-01-01T00:00:00Z', '/query/to'],
  ])('refuse %s and say where', async (path, pointer) => {
    expect(await get(path)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer }] },
    });
  });
});
