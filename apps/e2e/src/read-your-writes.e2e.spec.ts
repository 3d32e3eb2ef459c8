import { randomUUID } from 'node:crypto';
import { get, open, post, tokenOf } from './testing/system.js';

/** How many the analytics count with that token. */
async function transfersIn(category: string, token: string): Promise<number | undefined> {
  const { body } = await get('/v1/analytics/categories?currency=CZK', token);
  const rows = body.categories as { category: string; transfers: number }[] | undefined;
  return rows?.find((row) => row.category === category)?.transfers;
}

describe('a transfer', () => {
  it('can be read in all three views with its token, 300 times in a row', async () => {
    const run = randomUUID().slice(0, 8);
    const [from, to] = [`ryw-from-${run}`, `ryw-to-${run}`];
    await open(from, 'unlimited');
    await open(to);
    const category = `ryw-${run}`;
    const counts: Promise<number | undefined>[] = [];
    for (let i = 1; i <= 300; i++) {
      const id = `ryw-${run}-${i}`;
      const posted = await post('/v1/transfers', { id, from, to, amount: '0.01', currency: 'CZK', category });
      expect(posted).toMatchObject({ status: 201, body: { id, status: 'posted' } });
      const token = tokenOf(posted);
      // Analytics are written in rounds: the next transfer does not wait for them.
      counts.push(transfersIn(category, token));
      const [balance, transfer, entries] = await Promise.all([
        get(`/v1/accounts/${to}/balance`, token),
        get(`/v1/transfers/${id}`, token),
        get(`/v1/accounts/${to}/entries?limit=1`, token),
      ]);
      expect(balance).toMatchObject({ status: 200, body: { version: i + 1 } });
      expect(transfer).toMatchObject({ status: 200, body: posted.body });
      expect(entries).toMatchObject({ status: 200, body: { entries: [{ entry: i, transferId: id }] } });
    }
    const counted = await Promise.all(counts);
    for (const [i, count] of counted.entries()) expect(count).toBeGreaterThanOrEqual(i + 1);
    expect(counted.at(-1)).toBe(counted.length);
  }, 300_000);

  it('makes a read wait no longer than its limit for what never comes', async () => {
    const account = `ryw-${randomUUID()}`;
    await open(account);
    expect(await get(`/v1/accounts/${account}`, '0:9007199254740991')).toMatchObject({
      status: 503,
      body: { code: 'read_model_behind', retryable: true },
    });
  });
});
