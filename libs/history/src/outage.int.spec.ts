import { TestLedger } from '@trine/contracts/testing';
import { breakableWire, serverUrl } from '@trine/event-bus/testing';
import { entriesIn } from './testing/expected.js';
import { applyAll, openHistory, readAll } from './testing/history.js';

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
