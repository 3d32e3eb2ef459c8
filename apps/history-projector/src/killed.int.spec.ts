import { randomUUID } from 'node:crypto';
import { killRounds, serverUrl, untilEqual } from '@trine/event-bus/testing';
import { HistoryReader } from '@trine/history';
import mongoose from 'mongoose';

const url = Object.assign(new URL(serverUrl('TRINE_MONGODB_URL')), {
  pathname: `/test_${randomUUID()}`,
}).href;

it('shows every transfer once though the projector is killed again and again while they come', async () => {
  const reader = new HistoryReader({ url });
  await killRounds('history-projector', { TRINE_MONGODB_URL: url }, async ({ events }) => {
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
  });
  await reader.close();
  const { connection } = await mongoose.connect(url);
  await connection.dropDatabase();
  await mongoose.disconnect();
});
