import { TestLedger } from '@trine/contracts/testing';
import { breakableWire, serverUrl } from '@trine/event-bus/testing';
import { openBalances } from './testing/balances.js';

it('says so at once while the store is away, and goes on when it is back', async () => {
  const wire = await breakableWire(serverUrl('TRINE_REDIS_URL'));
  const view = await openBalances(wire.url);
  const lost = new Promise<void>((resolve) => view.projection.onConnectionLost(resolve));
  const ledger = new TestLedger().open('a');
  const [opened] = ledger.events;
  await view.projection.apply(opened!.partition, ledger.events);

  wire.cut();
  await lost;
  await expect(view.projection.apply(opened!.partition, ledger.events)).rejects.toThrow();
  await expect(view.projection.positions()).rejects.toThrow();
  await expect(view.reader.account('a')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(view.reader.balances(['a'])).rejects.toMatchObject({ code: 'unavailable' });
  await expect(view.reader.positions()).rejects.toMatchObject({ code: 'unavailable' });

  wire.mend();
  await view.projection.connect().catch(() => undefined);
  await until(() => view.projection.apply(opened!.partition, ledger.events));
  await until(() => view.reader.account('a'));
  expect(await view.reader.account('a')).toMatchObject({ id: 'a', posted: '0.00' });
  await view.close();
  wire.close();
});

it('answers everybody else when the store holds something else under one account’s key', async () => {
  const view = await openBalances();
  const ledger = new TestLedger().open('a').open('b');
  for (const [partition, events] of ledger.byPartition()) await view.projection.apply(partition, events);
  const key = (await view.keys()).find((name) => name.endsWith(':b'));
  await view.redis.set(key!, 'no hash');
  const [a, b, positions] = await Promise.allSettled([
    view.reader.account('a'),
    view.reader.account('b'),
    view.reader.positions(),
  ]);
  expect([a.status, b.status, positions.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await view.close();
});

/** Tries until it works; Jest's own limit ends a try in vain. */
async function until(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
