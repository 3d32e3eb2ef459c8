import { partitionOf } from '@trine/contracts';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { trine } from '../testing/cli.js';
import { eventually, get, open, post, runDir, viewsCaughtUp } from '../testing/system.js';

const run = randomUUID().slice(0, 8);
const [poisoned, paid, other] = ['poisoned', 'paid', 'other'].map((name) => `${name}-${run}`) as [
  string,
  string,
  string,
];

/** Two legs: two debits on the one account, two credits on the other. */
async function pay(id: string, from: string, to: string): Promise<void> {
  const leg = { from, to, amount: '1.00' };
  const body = { id: `${id}-${run}`, currency: 'CZK', legs: [leg, leg] };
  const answer = await post('/v1/transfers', body, { 'x-correlation-id': `${id}-${run}` });
  expect(answer).toMatchObject({ status: 201 });
}

async function parked(view: string): Promise<number> {
  const { body } = await get('/v1/views');
  return body.views.find(({ name }: { name: string }) => name === view).parked;
}

/** What makes each store refuse something of that account alone, and what mends it. */
const poisons = {
  balances: async () => {
    const redis = new Redis(process.env['TRINE_REDIS_URL']!);
    const live = Number((await redis.hget('balances:copies', 'live'))?.split(' ')[0] ?? 0);
    const prefix = live === 0 ? '' : `copy${live}:`;
    const key = `${prefix}balance:{p${partitionOf(poisoned)}}:${poisoned}`;
    await redis.rename(key, `${key}:aside`);
    await redis.set(key, 'no hash');
    return async () => {
      await redis.rename(`${key}:aside`, key);
      await redis.quit();
    };
  },
  history: async () => {
    const { connection } = await mongoose.connect(process.env['TRINE_MONGODB_URL']!);
    const copies = connection.collection<{ _id: string; live: { number: number } }>('copies');
    const live = (await copies.findOne({ _id: 'history' }))?.live.number ?? 0;
    const name = live === 0 ? 'transfers' : `transfers_copy${live}`;
    const transfers = connection.collection<{ _id: string; legs: string }>(name);
    const _id = `history-1-${run}`;
    await transfers.insertOne({ _id, legs: 'no object' });
    return async () => {
      await transfers.deleteOne({ _id });
      await mongoose.disconnect();
    };
  },
  analytics: async () => {
    const url = new URL(process.env['TRINE_CLICKHOUSE_URL']!);
    const table = `${url.pathname.slice(1)}.entries`;
    const execute = async (statement: string) => {
      const answer = await fetch(url.origin, { method: 'POST', body: statement });
      if (!answer.ok) throw new Error(await answer.text());
    };
    await execute(`ALTER TABLE ${table} ADD CONSTRAINT poison CHECK account_id != '${poisoned}'`);
    return () => execute(`ALTER TABLE ${table} DROP CONSTRAINT poison`);
  },
};

describe('an event that a view cannot take', () => {
  beforeAll(async () => {
    for (const id of [poisoned, paid, other]) await open(id, 'unlimited');
    await viewsCaughtUp();
  });

  it.each(Object.entries(poisons))(
    'is parked in %s, its account waits, others flow, and `trine redrive` mends it',
    async (view, poison) => {
      const mend = await poison();
      for (const n of [1, 2, 3]) await pay(`${view}-${n}`, poisoned, paid);
      await eventually('all debits are parked', async () => (await parked(view)) === 6);
      await pay(`${view}-other`, other, paid);
      await viewsCaughtUp();
      expect(await parked(view)).toBe(6);

      const log = await readFile(join(runDir, '../log', `${view}-projector.log`), 'utf8');
      const line = log.split('\n').find((each) => each.includes('an event is parked') && each.includes(run));
      expect(JSON.parse(line ?? '{}')).toMatchObject({ correlationId: `${view}-1-${run}` });
      const list = await trine('parked', view);
      expect(list.output).toContain(poisoned);
      expect((await trine('redrive', view)).code).toBe(1);
      await mend();
      expect(await trine('redrive', view)).toMatchObject({ code: 0 });
      expect((await trine('parked')).output).toContain('Nothing is parked');
      expect(await trine('verify')).toMatchObject({ code: 0 });
    },
    120_000,
  );
});
