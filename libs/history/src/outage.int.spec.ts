import { randomUUID } from 'node:crypto';
import { TestLedger } from '@trine/contracts/testing';
import { breakableWire, serverUrl } from '@trine/event-bus/testing';
import { MongoHistory } from './projection.js';
import { HistoryReader } from './reader.js';
import { entriesIn } from './testing/expected.js';
import { applyAll, databaseAt, dropDatabase, openHistory, readAll } from './testing/history.js';

it('says so while the store is away, and goes on when it is back', async () => {
  const wire = await breakableWire(serverUrl('TRINE_MONGODB_URL'));
  const history = await openHistory(wire.url);
  const losses: number[] = [];
  history.projection.onConnectionLost(() => losses.push(losses.length));
  const ledger = new TestLedger().open('a').open('b').transfer({ from: 'a', to: 'b', amountMinor: 5n });
  await applyAll(history, ledger.byPartition());

  wire.cut();
  await expect(applyAll(history, ledger.byPartition())).rejects.toThrow();
  await expect(history.reader.entries('a')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(history.reader.transfer('tr_2')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(history.reader.positions()).rejects.toMatchObject({ code: 'unavailable' });
  expect(losses.length).toBeGreaterThan(0);

  wire.mend();
  ledger.transfer({ from: 'b', to: 'a', amountMinor: 2n });
  await applyAll(history, ledger.byPartition());
  expect((await readAll(history.reader, 'a')).entries).toEqual(entriesIn(ledger.events, 'a').reverse());
  await history.close();
  wire.close();
});

it('starts while the store is away, and works once it is there', async () => {
  const wire = await breakableWire(serverUrl('TRINE_MONGODB_URL'));
  const url = databaseAt(wire.url, `history_test_${randomUUID()}`);
  wire.cut();
  const projection = new MongoHistory({ url });
  const reader = new HistoryReader({ url });
  await expect(projection.connect()).rejects.toThrow();
  await expect(projection.positions()).rejects.toThrow();
  await expect(reader.positions()).rejects.toMatchObject({ code: 'unavailable' });

  wire.mend();
  await projection.connect();
  expect(await projection.positions()).toEqual(new Map());
  expect(await reader.positions()).toEqual(new Map());
  expect(await reader.entries('a')).toBeNull();
  await Promise.all([projection.close(), reader.close(), dropDatabase(url)]);
  wire.close();
});

it('waits no longer than its limit for a store that stops reading in the middle of a large statement', async () => {
  const wire = await breakableWire(serverUrl('TRINE_MONGODB_URL'));
  const history = await openHistory(wire.url);
  const ledger = new TestLedger().open('a').open('b');
  // More than fits the buffers between here and the server, so that the statement is not even sent in full.
  const description = 'x'.repeat(20_000);
  for (let n = 0; n < 1_000; n++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n, description });

  const frozen = wire.swallow(() => true);
  const applied = applyAll(history, ledger.byPartition());
  await Promise.all([expect(applied).rejects.toThrow(), frozen]);

  wire.mend();
  // The driver's monitor may find out only now that its own connection was cut, and take the others with it once more.
  await applyAll(history, ledger.byPartition()).catch(async (error: unknown) => {
    expect(history.projection.isOutage(error)).toBe(true);
    await applyAll(history, ledger.byPartition());
  });
  expect((await readAll(history.reader, 'a')).entries).toHaveLength(1_000);
  await history.close();
  wire.close();
});
