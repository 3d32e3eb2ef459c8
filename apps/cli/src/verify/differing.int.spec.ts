import { partitionOf } from '@trine/contracts';
import { entryKey } from '@trine/history';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareAll } from './compare.js';
import { listDifferences } from './print-checks.js';
import { commandsOf, openings } from './testing/commands.js';
import { openSystem, type ScratchSystem } from './testing/scratch-system.js';

/** One system for all: what is changed is put right again. */
let system: ScratchSystem;
let startedAt: Date;
beforeAll(async () => {
  system = await openSystem();
  for (const command of openings()) await system.writer.write(command);
  await sleep(10);
  startedAt = new Date();
  for (let nth = 0; nth < 5; nth++) for (const command of commandsOf(nth)) await system.writer.write(command);
  await system.catchUp();
});
afterAll(() => system.close());

const differences = async (since?: Date) => {
  const { run } = await compareAll(system.stores, since);
  const text = listDifferences(await run(() => undefined));
  return text === '' ? [] : text.split('\n').map((line) => line.trim());
};

interface Change {
  readonly make: () => Promise<unknown>;
  readonly undo: () => Promise<unknown>;
  /** What is said then, up to where it is clear. */
  readonly says: readonly string[];
  /** What `--since` says; true when that is the same. */
  readonly since?: true | readonly string[];
}

/** Exactly what was changed is said, in any order, by both ways to verify, and nothing any more once it is undone. */
const expectSaid = async (changes: readonly Change[]) => {
  for (const { make } of changes) await make();
  const [whole, since] = [await differences(), await differences(startedAt)];
  for (const { undo } of changes) await undo();
  const wanted = changes.flatMap(({ says }) => says).sort();
  expect(whole.sort()).toEqual(wanted.map((text) => expect.stringContaining(text)));
  const soon = changes.flatMap(({ says, since = [] }) => (since === true ? says : since)).sort();
  expect(since.sort()).toEqual(soon.map((text) => expect.stringContaining(text)));
  expect(await differences()).toEqual([]);
};

const since = true as const;

it('PostgreSQL: accounts, transfers, holds', async () => {
  const sql = (statement: string) => () => system.postgres.query(statement);
  const update = (table: string, id: string, set: string, back: string) => ({
    make: sql(`UPDATE ${table} SET ${set} WHERE id = '${id}'`),
    undo: sql(`UPDATE ${table} SET ${back} WHERE id = '${id}'`),
  });
  await expectSaid([
    {
      ...update('accounts', 'acc-1', 'posted = posted + 1', 'posted = posted - 1'),
      says: ['PostgreSQL: accounts: acc-1 at version'],
      since,
    },
    {
      ...update('accounts', 'acc-5', "status = 'closed'", "status = 'open'"),
      says: ['PostgreSQL: accounts: acc-5 at version'],
      since,
    },
    {
      ...update(
        'transfers',
        'one-1',
        "legs = replace(legs, '1.50', '9.50')",
        "legs = replace(legs, '9.50', '1.50')",
      ),
      says: ['PostgreSQL: transfers: one-1 of acc-1: leg 0 is acc-1 to acc-2 9.50 CZK'],
      since,
    },
    {
      ...update('transfers', 'one-2', 'reversed = reversed + 1', 'reversed = reversed - 1'),
      says: ['PostgreSQL: reversals: one-2: taken back, in minor units is 51, the log says 50'],
    },
    {
      make: sql(`INSERT INTO transfers VALUES ('forged', '[]', 0, NULL)`),
      undo: sql(`DELETE FROM transfers WHERE id = 'forged'`),
      says: ['PostgreSQL: transfers: there are 1 more than the log knows'],
    },
    {
      ...update('holds', 'captured-2', 'captured = captured + 1', 'captured = captured - 1'),
      says: ['PostgreSQL: holds: captured-2: captured is 0.21'],
      since,
    },
    {
      ...update('holds', 'voided-2', "status = 'open'", "status = 'voided'"),
      says: ['PostgreSQL: holds: voided-2: status is open'],
      since,
    },
  ]);
});

it('Redis: balances, status, limits, names, the list of accounts', async () => {
  const { redis } = system;
  const key = (id: string) => `balance:{p${partitionOf(id)}}:${id}`;
  const list = (partition: number) => `accounts:{p${partition}}`;
  const before = new Map<string, Record<string, string>>();
  for (const nth of [0, 1, 2, 3, 4, 5, 6, 7])
    before.set(`acc-${nth}`, await redis.hgetall(key(`acc-${nth}`)));
  const field = (id: string, name: string, value: string) => ({
    make: () => redis.hset(key(id), name, value),
    undo: () => redis.hset(key(id), name, before.get(id)![name]!),
  });
  const listed = (partition: number, id: string) => ({
    make: () => redis.zadd(list(partition), 0, id),
    undo: () => redis.zrem(list(partition), id),
  });
  const balances = 'Redis: balances, status, limit:';
  await expectSaid([
    { ...field('acc-1', 'held', '999.00'), says: [`${balances} acc-1 at version`], since },
    { ...field('acc-2', 'overdraftLimit', '5.00'), says: [`${balances} acc-2 at version`], since },
    { ...field('acc-3', 'status', 'closed'), says: [`${balances} acc-3 at version`] },
    { ...field('acc-4', 'version', '3'), says: [`${balances} acc-4 `], since },
    { ...field('acc-5', 'name', 'Somebody'), says: ['Redis: names, metadata: acc-5: name is Somebody'] },
    {
      make: () => redis.del(key('acc-6')),
      undo: () => redis.hset(key('acc-6'), before.get('acc-6')!),
      says: [`${balances} acc-6 is missing`, 'Redis: names, metadata: acc-6: it is missing'],
      since: [`${balances} acc-6 is missing`],
    },
    {
      ...listed((partitionOf('acc-2') + 1) % 16, 'acc-2'),
      says: ['Redis: list of accounts: acc-2 is listed 2 times'],
    },
    { ...listed(0, 'nobody'), says: ['Redis: list of accounts: nobody is listed, the log does not know it'] },
    {
      make: () => redis.zrem(list(partitionOf('acc-1')), 'acc-1'),
      undo: () => redis.zadd(list(partitionOf('acc-1')), 0, 'acc-1'),
      says: ['Redis: list of accounts: acc-1 is listed 0 times'],
    },
  ]);
});

it('MongoDB: entries, changes, transfers, reversals, holds, declines', async () => {
  const of = (collection: string) => system.mongo.collection<{ _id: string; accountId?: string }>(collection);
  const decline = (await of('declines').findOne({}))!;
  const changed = async (collection: string, _id: string, $set: Record<string, unknown>) => {
    const before = (await of(collection).findOne({ _id }))!;
    return {
      make: () => of(collection).updateOne({ _id }, { $set }),
      undo: () => of(collection).replaceOne({ _id }, before),
    };
  };
  await expectSaid([
    {
      ...(await changed('entries', entryKey('acc-1', 2), { amountMinor: 1n })),
      says: [`MongoDB: entries: ${entryKey('acc-1', 2)} of acc-1: amount is 0.01`],
      since,
    },
    {
      ...(await changed('entries', entryKey('acc-2', 3), { reference: 'x' })),
      says: [`MongoDB: entries: ${entryKey('acc-2', 3)} of acc-2: reference is x`],
      since,
    },
    {
      ...(await changed('changes', 'acc-1:1', { heldMinor: 7n })),
      says: ['MongoDB: other changes of accounts: acc-1:1 of acc-1: held is 0.07'],
    },
    {
      ...(await changed('transfers', 'one-2', { 'legs.0.to': 'acc-7' })),
      says: ['MongoDB: transfers: one-2 of acc-2: leg 0 is acc-2 to acc-7'],
      since,
    },
    {
      ...(await changed('transfers', 'one-3', { metadata: '{}' })),
      says: ['MongoDB: transfers: one-3 of acc-3: metadata is {}'],
      since,
    },
    {
      ...(await changed('reversals', 'back-2', { reverses: 'one-3' })),
      says: ['MongoDB: reversals: back-2 of acc-3: reverses is one-3'],
      since,
    },
    {
      ...(await changed('holds', 'open-2', { capturedMinor: 1n })),
      says: ['MongoDB: holds: open-2: captured is 0.01'],
      since,
    },
    {
      ...(await changed('holds', 'voided-2', { end: 'expired' })),
      says: ['MongoDB: holds: voided-2: status is expired'],
      since,
    },
    {
      ...(await changed('accounts', 'acc-1', { mark: 64 })),
      says: ['MongoDB: accounts: acc-1 shows mark 64, which the log does not have'],
    },
    {
      ...(await changed('accounts', 'acc-2', { currency: 'JPY' })),
      says: ['MongoDB: accounts: acc-2 at mark 0: currency is JPY'],
    },
    {
      make: () => of('declines').deleteOne({ _id: decline._id }),
      undo: () => of('declines').insertOne(decline),
      says: [`MongoDB: declines: ${decline._id} of ${decline.accountId}: it is missing`],
      since,
    },
    {
      make: () => of('transfers').insertOne({ _id: 'forged' }),
      undo: () => of('transfers').deleteOne({ _id: 'forged' }),
      says: ['MongoDB: transfers: there are 1 more than the log knows'],
    },
  ]);
});

it('ClickHouse: entries, declines, holds', async () => {
  const table = (name: string) => `${system.name}.${name}`;
  const run = (query: string) => system.clickHouse.command({ query });
  /** Rows of one key replace each other: first by a copy with something changed, then by the row itself once more. */
  const replaced = (name: string, where: string, change: string) => {
    const kept = table(`kept_${name}`);
    return {
      make: async () => {
        await run(`CREATE TABLE ${kept} ENGINE = Memory AS SELECT * FROM ${table(name)} WHERE ${where}`);
        await run(`INSERT INTO ${table(name)} SELECT * REPLACE (${change}) FROM ${kept}`);
      },
      undo: async () => {
        await run(`INSERT INTO ${table(name)} SELECT * FROM ${kept}`);
        await run(`DROP TABLE ${kept}`);
      },
      since,
    };
  };
  await expectSaid([
    {
      ...replaced('entries', "transfer_id = 'one-1' AND direction = 'debit'", '7 AS amount_minor'),
      says: ['ClickHouse: entries by account: acc-1 CZK: sum', 'ClickHouse: sums by category: rent CZK: sum'],
    },
    {
      ...replaced('declines', "transfer_id = 'declined-1'", "'account_frozen' AS reason"),
      says: ['ClickHouse: declines by account: acc-1 CZK: digest'],
    },
    {
      ...replaced('holds', "hold_id = 'open-1' AND event = 'placed'", "'food' AS category"),
      says: ['ClickHouse: holds by account: acc-2 CZK: digest'],
    },
  ]);
});
