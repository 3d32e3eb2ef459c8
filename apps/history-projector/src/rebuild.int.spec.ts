import { createRebuildBench, dieAtEachStep, serverUrl, type RebuildBench } from '@trine/event-bus/testing';
import { HistoryCopies, HistoryReader, markOf } from '@trine/history';
import mongoose from 'mongoose';
import { randomUUID } from 'node:crypto';

let url: string;
let reader: HistoryReader;
let bench: RebuildBench;
beforeEach(async () => {
  url = Object.assign(new URL(serverUrl('TRINE_MONGODB_URL')), { pathname: `/test_${randomUUID()}` }).href;
  reader = new HistoryReader({ url });
  bench = await createRebuildBench({
    copies: () => new HistoryCopies({ url }),
    positions: () => reader.positions(),
    accounts: async (ids) => {
      const newest = await Promise.all(ids.map((id) => newestEntry(id)));
      return new Map(ids.flatMap((id, i) => (newest[i] === undefined ? [] : [[id, newest[i]]])));
    },
    holdMs: 2_000,
  });
});
afterEach(async () => {
  await bench.close();
  await reader.close();
  await onServer((connection) => connection.dropDatabase());
});

/** Over a connection of its own: mongoose would disconnect those of the view with it. */
async function onServer<T>(work: (connection: mongoose.Connection) => Promise<T>): Promise<T> {
  const connection = await mongoose.createConnection(url).asPromise();
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** 0 for an account without entries, undefined for none. */
async function newestEntry(id: string): Promise<number | undefined> {
  const page = await reader.entries(id, { limit: 1 });
  return page === null ? undefined : (page.entries[0]?.entry ?? 0);
}

async function expectEntries(): Promise<void> {
  const entries = bench.newestEntries();
  for (const [id, newest] of entries) expect(await newestEntry(id)).toBe(newest);
  const marks = new Map<string, number>();
  for await (const { id, mark } of reader.accounts()) marks.set(id, mark);
  expect(marks).toEqual(new Map([...entries].map(([id, newest]) => [id, markOf(id, newest)])));
}

describe('a rebuild of the history', () => {
  it('under load shows no reader anything older or missing, and leaves nothing of the copies before', async () => {
    const faults = await bench.underLoad(async () => {
      for (let i = 0; i < 3; i++) await bench.rebuild();
    });
    expect(faults).toEqual([]);
    await expectEntries();
    const record = await bench.copyRecord();
    expect(record).toMatchObject({ switches: 3, switching: false, garbage: [] });
    const names = await onServer(async (server) => (await server.listCollections()).map(({ name }) => name));
    expect(names.filter((name) => !name.endsWith(`_copy${record!.live.number}`))).toEqual(['copies']);
  });

  it('may die at any step: the old copy serves on, and the next rebuild ends it', async () => {
    const faults = await bench.underLoad(async () => {
      expect(await dieAtEachStep(bench)).toBeGreaterThan(5);
    });
    expect(faults).toEqual([]);
    await expectEntries();
    expect(await bench.copyRecord()).toMatchObject({ switching: false, garbage: [] });
  }, 120_000);

  it('is what a projector does by itself with what was built before there were copies, by an older version', async () => {
    const copies = new HistoryCopies({ url });
    await copies.connect();
    await onServer(async (server) => {
      const shape = { _id: 'history' as unknown as mongoose.Types.ObjectId, version: 1 };
      await server.collection('shape').insertOne(shape);
      await server.collection('copies').deleteMany({});
    });
    await bench.record(20);
    while ((await copies.record())?.switches !== 1) await new Promise((resolve) => setTimeout(resolve, 50));
    await copies.close();
    await bench.untilShown();
    await expectEntries();
  });
});
