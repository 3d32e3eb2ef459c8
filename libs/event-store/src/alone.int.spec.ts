import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from '@trine/domain';
import pg from 'pg';
import { AppendConflict } from './append-conflict.js';
import type { EventStore } from './event-store.js';
import { PostgresEventStore } from './postgres-event-store.js';
import { appendOf } from './testing/append-of.js';
import { createTestDatabase, type TestDatabase } from './testing/database.js';
import { isUnavailable } from './transient.js';

describe('PostgresEventStore.alone', () => {
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
    for (const id of ['a', 'b']) await store.append(appendOf(opening(id), new Map()));
    await other.ping();
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  const opening = (id: string): Command => ({
    type: 'open-account',
    id,
    currency: 'CZK',
    overdraftLimit: null,
  });
  const transfer = (): Command => ({
    type: 'post-transfer',
    id: randomUUID(),
    legs: [{ from: 'a', to: 'b', amount: 100n, currency: 'CZK' }],
    texts: {},
    occurredAt: '2026-01-01T00:00:00.000Z',
  });
  const post = async (by: EventStore) => by.append(appendOf(transfer(), await by.loadAccounts(['a', 'b'])));
  const posted = async () => (await store.loadAccounts(['b'])).get('b')!.posted;

  it('keeps others waiting, so that what was loaded is what the append finds', async () => {
    const before = await posted();
    const accounts = await other.loadAccounts(['a', 'b']);
    let waited: Promise<unknown> | undefined;
    await store.alone(async (own) => {
      waited = other.append(appendOf(transfer(), accounts));
      // Time enough for it, if it did not wait.
      await Promise.race([waited.catch(() => undefined), sleep(300)]);
      await own.append(appendOf(transfer(), accounts));
      expect(await posted()).toBe(before);
    });
    expect(await posted()).toBe(before + 100n);
    await expect(waited).rejects.toBeInstanceOf(AppendConflict);
  });

  it('records nothing when the work fails, and lets the others go on', async () => {
    const before = await posted();
    const failing = store.alone(async (own) => {
      await post(own);
      throw new Error('not this');
    });
    await expect(failing).rejects.toThrow('not this');
    expect(await posted()).toBe(before);
    await post(other);
    expect(await posted()).toBe(before + 100n);
  });

  it('lets the others go on when whoever is alone says nothing any more, and records nothing of it', async () => {
    const before = await posted();
    let thaw = () => undefined as void;
    const thawed = new Promise<void>((resolve) => (thaw = resolve));
    let lock = () => undefined as void;
    const locked = new Promise<void>((resolve) => (lock = resolve));
    const frozen = store.alone(async (own) => {
      lock();
      await thawed;
      await post(own);
    });
    const failed = frozen.then(
      () => false,
      (error: unknown) => isUnavailable(error),
    );
    await locked;
    await post(other).finally(thaw);
    expect(await failed).toBe(true);
    expect(await posted()).toBe(before + 100n);
  });
});
