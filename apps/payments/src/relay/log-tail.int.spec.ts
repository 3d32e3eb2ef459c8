import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { ALL_PARTITIONS, type Positions, type StoredEvent } from '@trine/contracts';
import type { Command } from '@trine/domain';
import { PostgresEventStore } from '@trine/event-store';
import { appendOf, createTestDatabase, type TestDatabase } from '@trine/event-store/testing';
import { LogTail } from './log-tail.js';

const SELDOM_MS = 3_600_000;
const begin: Positions = new Map(ALL_PARTITIONS.map((partition) => [partition, 0]));

describe('what follows the relay’s cursors', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;

  beforeEach(async () => {
    database = await createTestDatabase();
    store = await PostgresEventStore.connect(database.url);
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  /** Events of some accounts that are opened and pay one another, as the store tells them. */
  async function record(transfers: number): Promise<StoredEvent[]> {
    const ids = ['a', 'b', 'c'];
    const appended: StoredEvent[] = [];
    const append = async (command: Command) =>
      appended.push(...(await store.append(appendOf(command, await store.loadAccounts(ids)))).events());
    if ((await store.loadAccounts(ids)).size === 0)
      for (const id of ids) await append({ type: 'open-account', id, currency: 'CZK', overdraftLimit: null });
    for (let nth = 0; nth < transfers; nth++) {
      const [from, to] = [ids[nth % 3]!, ids[(nth + 1) % 3]!];
      const legs = [{ from, to, amount: 1n, currency: 'CZK' }];
      const occurredAt = '2026-01-01T00:00:00.000Z';
      await append({ type: 'post-transfer', id: randomUUID(), legs, texts: {}, occurredAt });
    }
    return appended;
  }

  /** Goes on until nothing follows; checks that every page is what the log has after its cursor. */
  async function follow(tail: LogTail, from: Positions, limit: number): Promise<Positions> {
    const cursors = new Map(from);
    for (;;) {
      const pages = await tail.after(cursors, limit);
      if (pages.size === 0) return cursors;
      const stored = await store.readAfter(cursors, limit);
      for (const [partition, page] of pages) {
        expect(page).toEqual(stored.get(partition)!.slice(0, page.length));
        cursors.set(partition, page.at(-1)!.sequence);
      }
    }
  }

  it('is in memory when it was appended here: the store is not asked', async () => {
    const tail = new LogTail(store, SELDOM_MS);
    await follow(tail, begin, 5);
    tail.add(await record(20));
    const asked = jest.spyOn(store, 'readAfter');
    const pages = await tail.after(begin, 100);
    expect(asked).not.toHaveBeenCalled();
    expect([...pages.values()].flat()).toHaveLength(3 + 2 * 20);
  });

  it('is read where others have appended in between, and when all of it is wanted again', async () => {
    const tail = new LogTail(store, SELDOM_MS);
    tail.add(await record(5));
    await record(5);
    tail.add(await record(5));
    const cursors = await follow(tail, begin, 4);
    expect(cursors).toEqual(new Map([...begin, ...(await store.heads())]));
    expect(await follow(tail, begin, 4)).toEqual(cursors);
  });

  it('is asked for when its time has come, if only others append', async () => {
    const tail = new LogTail(store, 0);
    await record(5);
    expect(await follow(tail, begin, 4)).toEqual(new Map([...begin, ...(await store.heads())]));
  });
});
