import { BalancesReader, RedisBalances } from '@trine/balances';
import type { AccountsResponse } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { serverUrl } from '@trine/event-bus/testing';
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { startApi } from '../testing/api.js';

const ids = Array.from({ length: 25 }, (_, i) => `acc_${i}`);

describe('accounts over HTTP', () => {
  const url = serverUrl('TRINE_REDIS_URL');
  const prefix = `test:${randomUUID()}:`;
  const config = { url, prefix, onError: () => undefined };
  let api: Awaited<ReturnType<typeof startApi>>;

  beforeAll(async () => {
    const ledger = new TestLedger();
    for (const id of ids) ledger.open(id);
    ledger.hold({ id: 'hold_1', from: 'acc_1', to: 'acc_2', amountMinor: 500n });
    ledger.limit('acc_1', '10.00').change('AccountFrozen', 'acc_1').change('AccountClosed', 'acc_2');
    const projection = new RedisBalances(config);
    await projection.connect();
    for (const [partition, events] of ledger.byPartition()) await projection.apply(partition, events);
    await projection.close();
    const balances = new BalancesReader(config);
    await balances.connect();
    api = await startApi({}, [{ provide: BalancesReader, useValue: balances }]);
  });
  afterAll(async () => {
    await api.close();
    const redis = new Redis(url);
    await redis.del(await redis.keys(`${prefix}*`));
    await redis.quit();
  });

  const get = async <T>(path: string): Promise<{ status: number; body: T }> => {
    const response = await fetch(`${api.url}/v1/accounts${path}`);
    return { status: response.status, body: (await response.json()) as T };
  };

  it('are listed in order of id, a page at a time', async () => {
    const listed: string[] = [];
    const sizes: number[] = [];
    for (let cursor = ''; ;) {
      const { body } = await get<AccountsResponse>(`?limit=10${cursor}`);
      listed.push(...body.accounts.map(({ id }) => id));
      sizes.push(body.accounts.length);
      if (body.nextCursor === undefined) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(listed).toEqual([...ids].sort());
    expect(sizes).toEqual([10, 10, 5]);
    expect((await get<AccountsResponse>('')).body.accounts).toHaveLength(25);
  });

  it('say their status, their limit and what is held', async () => {
    const frozen = { status: 'frozen', overdraftLimit: '10.00', posted: '0.00', held: '5.00', version: 4 };
    expect(await get('/acc_1')).toMatchObject({ status: 200, body: frozen });
    expect(await get('/acc_2')).toMatchObject({ body: { status: 'closed' } });
    expect(await get('/acc_3')).toMatchObject({ body: { status: 'open' } });
    expect(await get('/acc_1/balance')).toMatchObject({ body: { accountId: 'acc_1', held: '5.00' } });
  });

  it.each([
    ['?limit=0', '/query/limit'],
    ['?limit=201', '/query/limit'],
    ['?limit=ten', '/query/limit'],
    ['?cursor=acc_1', '/query/cursor'],
    [`?cursor=${'x'.repeat(201)}`, '/query/cursor'],
    ['?offset=1', '/query/offset'],
    ['/acc_1/balance?at=yesterday', '/query/at'],
    ['/acc_1/balance?at=2026-02-30T00:00:00Z', '/query/at'],
    ['/acc_1/balance?at=9999-01-01T00:00:00Z', '/query/at'],
  ])('refuse %s and say where', async (path, pointer) => {
    expect(await get(path)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer }] },
    });
  });

  it.each(['/nobody', '/nobody/balance', '/a%20b', '/a%2Fb/balance', `/${'x'.repeat(65)}`])(
    'do not know %s',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 404, body: { code: 'account_not_found' } });
    },
  );
});
