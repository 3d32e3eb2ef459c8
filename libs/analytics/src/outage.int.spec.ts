import { TestLedger } from '@trine/contracts/testing';
import { breakableWire, serverUrl } from '@trine/event-bus/testing';
import { applyAll, openAnalytics } from './testing/analytics.js';
import { categoriesIn, debitsIn } from './testing/expected.js';

it('says so while the store is away, and goes on when it is back', async () => {
  const wire = await breakableWire(serverUrl('TRINE_CLICKHOUSE_URL'));
  const analytics = await openAnalytics(wire.url);
  let losses = 0;
  analytics.projection.onConnectionLost(() => (losses += 1));
  const ledger = new TestLedger().open('a').open('b').transfer({ from: 'a', to: 'b', amountMinor: 5n });
  await applyAll(analytics, ledger.byPartition());
  expect(losses).toBe(0);

  wire.cut();
  await expect(applyAll(analytics, ledger.byPartition())).rejects.toThrow();
  await expect(analytics.projection.positions()).rejects.toThrow();
  await expect(analytics.reader.categories({})).rejects.toMatchObject({ code: 'unavailable' });
  await expect(analytics.reader.volume({ interval: 'day' })).rejects.toMatchObject({ code: 'unavailable' });
  await expect(analytics.reader.positions()).rejects.toMatchObject({ code: 'unavailable' });
  expect(losses).toBeGreaterThan(0);

  wire.mend();
  ledger.transfer({ from: 'b', to: 'a', amountMinor: 2n });
  await applyAll(analytics, ledger.byPartition());
  expect(await analytics.reader.categories({})).toEqual({
    categories: categoriesIn(debitsIn(ledger.events)),
  });
  await analytics.close();
  wire.close();
});
