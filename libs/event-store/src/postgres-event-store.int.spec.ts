import { createHash, randomUUID } from 'node:crypto';
import {
  decodeStoredEvent,
  PARTITIONS,
  parseConsistencyToken,
  partitionOf,
  type StoredEvent,
} from '@trine/contracts';
import type { Command } from '@trine/domain';
import pg from 'pg';
import { AppendConflict } from './append-conflict.js';
import { PostgresEventStore } from './postgres-event-store.js';
import { appendOf } from './testing/append-of.js';
import { createTestDatabase, type TestDatabase } from './testing/database.js';
import { isAborted, isUnavailable } from './transient.js';

const opening = (id: string, overdraftLimit: bigint | null = 0n): Command => ({
  type: 'open-account',
  id,
  currency: 'CZK',
  overdraftLimit,
});
const transfer = (from: string, to: string, amount: bigint, id: string = randomUUID()): Command => ({
  type: 'post-transfer',
  id,
  legs: [{ from, to, amount, currency: 'CZK' }],
  texts: {},
  occurredAt: '2026-01-01T00:00:00.000Z',
});

describe('PostgresEventStore', () => {
  let database: TestDatabase;
  let pools: pg.Pool[];
  let store: PostgresEventStore;
  let other: PostgresEventStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    pools = [0, 1].map(() => new pg.Pool({ connectionString: database.url, max: 4 }));
    [store, other] = pools.map((pool) => new PostgresEventStore(pool)) as [
      PostgresEventStore,
      PostgresEventStore,
    ];
    await open('bank', null);
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  const open = async (id: string, limit: bigint | null = 0n) =>
    store.append(appendOf(opening(id, limit), new Map()));
  const post = async (command: Command, key?: string) => {
    const ids = command.type === 'post-transfer' ? command.legs.flatMap(({ from, to }) => [from, to]) : [];
    return store.append(appendOf(command, await store.loadAccounts(ids), key));
  };
  const isOf = (partition: number) => (event: StoredEvent) => event.partition === partition;
  const conflict = (kind: string, ids: unknown) =>
    expect.objectContaining({ name: 'AppendConflict', kind, ids }) as AppendConflict;

  it('records a command with its events, accounts and answer, and says where', async () => {
    await open('a');
    const key = randomUUID();
    const [token] = (await post(transfer('bank', 'a', 500n), key)).tokens;
    const positions = parseConsistencyToken(token!)!;
    expect([...positions.keys()].sort()).toEqual([...new Set(['bank', 'a'].map(partitionOf))].sort());

    const partition = partitionOf('a');
    const after = new Map([[partition, positions.get(partition)! - 1]]);
    const [credit] = (await store.readAfter(after, 1)).get(partition)!.map(decodeStoredEvent);
    expect(credit).toMatchObject({ type: 'EntryPosted', data: { accountId: 'a', amount: '5.00', entry: 1 } });
    expect((await store.loadAccounts(['a'])).get('a')).toMatchObject({
      version: 2,
      entries: 1,
      posted: 500n,
    });
    expect((await store.findAnswers([key])).get(key)).toMatchObject({ status: 201, response: '{}', token });
  });

  it('says where as one position a partition, however many events the command has, and tells these as they are stored', async () => {
    const ids = Array.from({ length: 2 * PARTITIONS }, (_, nth) => `many-${nth}`);
    for (const id of ids) await open(id);
    const legs = ids.map((to) => ({ from: 'bank', to, amount: 1n, currency: 'CZK' }));
    const { tokens, events } = await post({ ...transfer('bank', ids[0]!, 1n), legs } as Command);
    const [token] = tokens;
    const touched = new Set(['bank', ...ids].map(partitionOf));
    const heads = [...(await store.heads())].filter(([partition]) => touched.has(partition));
    expect(parseConsistencyToken(token!)).toEqual(new Map(heads));

    const told = events();
    expect(told).toHaveLength(2 * legs.length);
    const before = new Map(
      heads.map(([partition, head]) => [partition, head - told.filter(isOf(partition)).length]),
    );
    const stored = await store.readAfter(before, told.length);
    for (const [partition] of heads) expect(told.filter(isOf(partition))).toEqual(stored.get(partition));
  });

  describe('sends an append behind one that is not answered yet', () => {
    let own: PostgresEventStore;
    beforeAll(async () => {
      own = await PostgresEventStore.connect(database.url);
      await open('behind');
    });
    afterAll(() => own.close());
    const accounts = () => store.loadAccounts(['bank', 'behind']);

    it('which rests on what that one leaves', async () => {
      const append = appendOf(transfer('bank', 'behind', 1n), await accounts());
      const leaves = new Map(append.updated.map(({ account }) => [account.id, account]));
      const first = own.prepare(append);
      const second = own.prepare(appendOf(transfer('behind', 'bank', 1n), leaves), first);
      const both = await Promise.all([first.send(), second.send()]);
      const [before, after] = both.map(({ events }) => events().filter(isOf(partitionOf('behind'))));
      expect(after![0]!.sequence).toBe(before!.at(-1)!.sequence + 1);
      expect((await accounts()).get('behind')).toMatchObject({ posted: 0n, version: 3 });
    });

    it('which is refused with it, even if another process has left the same versions', async () => {
      const id = randomUUID();
      await post(transfer('bank', 'behind', 1n, id));
      const first = own.prepare(appendOf(transfer('bank', 'behind', 1n, id), await accounts()));
      await expect(first.send()).rejects.toEqual(conflict('transfers', [id]));
      await post(transfer('bank', 'behind', 7n));
      const second = own.prepare(appendOf(transfer('bank', 'behind', 1n), await accounts()), first);
      const before = await accounts();
      await expect(second.send()).rejects.toEqual(conflict('order', []));
      expect(await accounts()).toEqual(before);
    });
  });

  it('tells of two appends that the function is of another version as of an outage, since an upgrade is under way', async () => {
    const own = await PostgresEventStore.connect(database.url);
    const accounts = await store.loadAccounts(['bank']);
    const append = appendOf(transfer('bank', 'bank', 1n), accounts);
    await pools[0]!.query('ALTER FUNCTION append RENAME TO append_of_another_version');
    const first = own.prepare(append);
    const second = own.prepare(append, first);
    const outcomes = await Promise.allSettled([first.send(), second.send()]);
    await pools[0]!.query('ALTER FUNCTION append_of_another_version RENAME TO append');
    for (const outcome of outcomes)
      expect(outcome.status === 'rejected' && isUnavailable(outcome.reason)).toBe(true);
    await own.close();
  });

  describe('refuses an append, leaving nothing behind, when', () => {
    const untouched = async (attempt: Promise<unknown>, expected: AppendConflict) => {
      const before = [await store.heads(), await store.loadAccounts(['bank', 'a'])];
      await expect(attempt).rejects.toEqual(expected);
      expect([await store.heads(), await store.loadAccounts(['bank', 'a'])]).toEqual(before);
    };

    it('an account has moved on', async () => {
      const stale = await store.loadAccounts(['bank', 'a']);
      await post(transfer('bank', 'a', 1n));
      await untouched(
        store.append(appendOf(transfer('bank', 'a', 1n), stale)),
        conflict('versions', expect.arrayContaining(['bank', 'a'])),
      );
    });

    it('an account that a refusal rests on has moved on', async () => {
      const stale = (await store.loadAccounts(['a'])).get('a')!;
      await post(transfer('bank', 'a', 1n));
      const append = {
        ...appendOf(opening('never'), new Map()),
        verified: [{ id: 'a', version: stale.version }],
      };
      await untouched(store.append(append), conflict('versions', ['a']));
      expect((await store.loadAccounts(['never'])).size).toBe(0);
    });

    it('an account was opened meanwhile', async () => {
      await untouched(open('a'), conflict('versions', ['a']));
    });

    it('a transfer id is taken', async () => {
      const id = randomUUID();
      await post(transfer('bank', 'a', 1n, id));
      await untouched(post(transfer('bank', 'a', 1n, id)), conflict('transfers', [id]));
    });

    it('idempotency keys have their answers already: all of them are named', async () => {
      const keys = ['k2', 'k1', 'k3'];
      for (const key of keys.slice(0, 2)) await post(transfer('bank', 'a', 1n), key);
      const accounts = await store.loadAccounts(['bank', 'a']);
      const append = appendOf(transfer('bank', 'a', 1n), accounts, 'k3');
      const again = keys
        .slice(0, 2)
        .map((key) => ({ ...append.commands[0]!, key, events: [], takesTransfers: [] }));
      await untouched(
        store.append({ ...append, commands: [...append.commands, ...again] }),
        conflict('keys', expect.arrayContaining(['k1', 'k2'])),
      );
    });

    it('the clock is behind the log', async () => {
      const ahead = Date.now() + 60_000;
      await store.append({ ...appendOf(opening('ahead'), new Map()), recordedAt: ahead });
      const behind = { ...appendOf(transfer('ahead', 'ahead', 1n), new Map()), recordedAt: Date.now() };
      const event = appendOf(transfer('bank', 'ahead', 1n), await store.loadAccounts(['bank', 'ahead']));
      await untouched(
        store.append({ ...event, recordedAt: behind.recordedAt }),
        conflict('clock', [String(ahead)]),
      );
    });
  });

  it('keeps sequences dense, money conserved and the chain whole while two processes race', async () => {
    const ids = Array.from({ length: 12 }, (_, i) => `racer-${i}`);
    const racing = new pg.Pool({ connectionString: database.url });
    for (const id of ids)
      await store.append({ ...appendOf(opening(id, null), new Map()), recordedAt: FUTURE });
    const run = async (eventStore: PostgresEventStore, seed: number) => {
      for (let i = 0; i < 100; i++) {
        const [from, to] = [ids[(seed + i) % 12]!, ids[(seed + i * 5 + 1) % 12]!];
        if (from === to) continue;
        await retry(async () => {
          const append = appendOf(
            transfer(from, to, BigInt(i + 1)),
            await eventStore.loadAccounts([from, to]),
          );
          await eventStore.append({ ...append, recordedAt: FUTURE });
        });
      }
    };
    await Promise.all([run(store, 0), run(other, 3), run(store, 7), run(other, 1)]);

    const { rows } = await racing.query<{ sum: string }>('SELECT sum(posted) FROM accounts');
    expect(rows[0]!.sum).toBe('0');
    for (let partition = 0; partition < PARTITIONS; partition++) await expectWhole(racing, partition);
    await racing.end();
  });
});

/** Later than any other time the tests record at, so that the racers never stand behind the log. */
const FUTURE = Date.now() + 3_600_000;

async function retry(attempt: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof AppendConflict) && !isAborted(error)) throw error;
    }
  }
}

/** Recomputes what the append function promised: 1, 2, 3, …, up to the head, and every link of the chain. */
async function expectWhole(pool: pg.Pool, partition: number): Promise<void> {
  const { rows } = await pool.query<
    Record<'sequence' | 'type' | 'version' | 'ms' | 'data', string> & {
      link: Buffer;
      correlation: string | null;
    }
  >(
    `SELECT sequence, type, type_version AS version, (extract(epoch FROM recorded_at) * 1000)::bigint AS ms, data, link,
       correlation_id AS correlation
     FROM events WHERE partition = $1 ORDER BY sequence`,
    [partition],
  );
  expect(rows.map(({ sequence }) => Number(sequence))).toEqual(rows.map((_, i) => i + 1));
  let link = Buffer.alloc(0);
  for (const row of rows) {
    const { sequence, type, version, ms, correlation, data } = row;
    const line = [sequence, type, version, ms, ...(correlation === null ? [] : [correlation]), data].join(
      ' ',
    );
    link = createHash('sha256').update(link).update(line).digest();
    expect(row.link).toEqual(link);
  }
  const { rows: heads } = await pool.query('SELECT head, link FROM partitions WHERE partition = $1', [
    partition,
  ]);
  expect(heads).toEqual([{ head: String(rows.length), link }]);
}
