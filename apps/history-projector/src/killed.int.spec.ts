import { randomUUID } from 'node:crypto';
import type { TestLedger } from '@trine/contracts/testing';
import { serverUrl, testKills, untilEqual } from '@trine/event-bus/testing';
import { HistoryReader } from '@trine/history';
import mongoose from 'mongoose';

const variable = 'TRINE_MONGODB_URL';
let url: string;
let reader: HistoryReader;
beforeEach(() => {
  url = Object.assign(new URL(serverUrl(variable)), { pathname: `/test_${randomUUID()}` }).href;
  reader = new HistoryReader({ url });
});
afterEach(async () => {
  await reader.close();
  const { connection } = await mongoose.connect(url);
  await connection.dropDatabase();
  await mongoose.disconnect();
});

async function everyTransferOnce({ events }: TestLedger): Promise<void> {
  const transfers = events.filter(({ type }) => type === 'EntryPosted').length / 2;
  for (const account of ['a', 'b']) {
    const newest = async () => (await reader.entries(account, { limit: 1 }))?.entries[0]?.entry;
    await untilEqual(newest, transfers);
    const numbers: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await reader.entries(account, { limit: 200, ...(cursor !== undefined && { cursor }) });
      numbers.push(...(page?.entries.map(({ entry }) => entry) ?? []));
      cursor = page?.nextCursor;
    } while (cursor !== undefined);
    expect(numbers).toEqual(Array.from({ length: transfers }, (_, i) => transfers - i));
  }
  expect(await reader.transfer(`tr_${transfers}`)).not.toBeNull();
}

describe('the history shows every transfer once', () => {
  testKills(
    () => ({
      app: 'history-projector',
      variable,
      storeUrl: url,
      movesPosition: (request) => request.includes('update') && request.includes('positions'),
    }),
    everyTransferOnce,
  );
});
