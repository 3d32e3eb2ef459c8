import { randomUUID } from 'node:crypto';
import { serverUrl } from '@trine/event-bus/testing';
import mongoose from 'mongoose';
import type { EntryResponse, RecordedEvent } from '@trine/contracts';
import { entryKey } from '../documents/entry-key.js';
import { MongoHistory } from '../projection.js';
import { HistoryReader, type EntriesQuery } from '../reader.js';

export type TestHistory = Awaited<ReturnType<typeof openHistory>>;

/** A history of its own on the server that the tests run against (or a wire to it), dropped by `close`. */
export async function openHistory(server = serverUrl('TRINE_MONGODB_URL')) {
  const name = `history_test_${randomUUID().slice(0, 8)}`;
  const url = databaseAt(server, name);
  const projection = new MongoHistory({ url });
  await projection.connect();
  const reader = new HistoryReader({ url });
  const { connection } = await mongoose.connect(databaseAt(serverUrl('TRINE_MONGODB_URL'), name), {
    useBigInt64: true,
  });
  const close = async () => {
    await connection.dropDatabase();
    await Promise.all([mongoose.disconnect(), reader.close(), projection.close()]);
  };
  return { url, projection, reader, database: connection, close };
}

export function databaseAt(server: string, name: string): string {
  const address = new URL(server);
  address.pathname = `/${name}`;
  return address.toString();
}

export async function dropDatabase(url: string): Promise<void> {
  const { connection } = await mongoose.connect(url);
  await connection.dropDatabase();
  await mongoose.disconnect();
}

/** Each partition in one batch. */
export async function applyAll(
  { projection }: TestHistory,
  partitions: ReadonlyMap<number, RecordedEvent[]>,
) {
  await Promise.all([...partitions].map(([partition, events]) => projection.apply(partition, events)));
}

/** All pages of a query, one after the other, and how many they were. */
export async function readAll(reader: HistoryReader, accountId: string, query: EntriesQuery = {}) {
  const entries: EntryResponse[] = [];
  let pages = 0;
  for (let cursor: string | undefined; pages === 0 || cursor !== undefined; pages++) {
    const page = await reader.entries(accountId, { ...query, ...(cursor !== undefined && { cursor }) });
    if (page === null) throw new Error(`${accountId} is not there`);
    entries.push(...page.entries);
    cursor = page.nextCursor;
  }
  return { entries, pages };
}

/** Takes entries away again, as if they were only about to be written. */
export async function takeBack({ database }: TestHistory, account: string, from: number, to = from) {
  const entries = database.collection<{ _id: string }>('entries');
  const taken: { _id: string }[] = [];
  for (let entry = from; entry <= to; entry++)
    taken.push((await entries.findOneAndDelete({ _id: entryKey(account, entry) }))!);
  return { entries, taken };
}
