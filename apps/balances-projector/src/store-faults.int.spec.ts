import { PARTITIONS } from '@trine/contracts';
import { breakableWire, serverUrl } from '@trine/event-bus/testing';
import { metrics } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBench, ledgerOf, move, untilReady, untilShown, type Bench } from './testing/bench.js';

/** Of how many partitions the metrics tell a lag: of none while it is not known. */
const toldLags = async () => (await metrics.getSingleMetric('trine_view_lag_ms')!.get()).values.length;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

describe('the balances are those of the log', () => {
  it('after the store was flushed, though no event follows', async () => {
    const { events } = ledgerOf(100);
    await bench.log.append(events);
    await bench.topic.publish(events);
    bench.start();
    await untilShown(bench, events);
    await bench.restore(new Map());
    await untilShown(bench, events);
  });

  it('after the store went back to an older snapshot while events flow', async () => {
    const ledger = ledgerOf(100);
    const early = ledger.events.length;
    await bench.log.append(ledger.events);
    await bench.topic.publish(ledger.events);
    bench.start();
    await untilShown(bench, ledger.events);
    const kept = await bench.snapshot();
    move(ledger, 100);
    await bench.log.append(ledger.events.slice(early));
    await bench.topic.publish(ledger.events.slice(early));
    await untilShown(bench, ledger.events);

    await bench.restore(kept);
    const late = ledger.events.length;
    move(ledger, 3);
    await bench.log.append(ledger.events.slice(late));
    await bench.topic.publish(ledger.events.slice(late));
    await untilShown(bench, ledger.events);
  });

  it('after the store was away for longer than a batch is tried once', async () => {
    const wire = await breakableWire(serverUrl('TRINE_REDIS_URL'));
    const ledger = ledgerOf(100);
    await bench.log.append(ledger.events);
    await bench.topic.publish(ledger.events);
    const runner = bench.start({ redisUrl: wire.url });
    await untilShown(bench, ledger.events);

    wire.cut();
    const before = ledger.events.length;
    move(ledger, 100);
    await bench.log.append(ledger.events.slice(before));
    await bench.topic.publish(ledger.events.slice(before));
    await expect(runner.ready()).rejects.toThrow();
    await sleep(4_000);
    expect(await toldLags()).toBe(0);
    wire.mend();
    await untilShown(bench, ledger.events);
    await untilReady(runner);
    expect(await toldLags()).toBe(PARTITIONS);
    wire.close();
  });

  it('as far as the bus brings them while the event store is away, and to the end when it is back', async () => {
    const wire = await breakableWire(bench.log.url);
    const ledger = ledgerOf(50);
    await bench.log.append(ledger.events);
    bench.start({ postgresUrl: wire.url });
    await bench.topic.publish(ledger.events);
    await untilShown(bench, ledger.events);

    wire.cut();
    const early = ledger.events.length;
    move(ledger, 50);
    await bench.log.append(ledger.events.slice(early));
    await bench.topic.publish(ledger.events.slice(early));
    await untilShown(bench, ledger.events);

    const late = ledger.events.length;
    move(ledger, 50);
    await bench.log.append(ledger.events.slice(late));
    await bench.topic.publish(ledger.events.slice(late).filter((_, i) => i % 5 !== 0));
    wire.mend();
    await untilShown(bench, ledger.events);
    wire.close();
  });
});

it('does not call itself ready when its view was built from another log', async () => {
  const { events } = ledgerOf(20);
  await bench.topic.publish(events);
  const runner = bench.start();
  await untilShown(bench, events);
  await expect(untilNotReady(runner.ready.bind(runner))).resolves.toMatch(/ahead of the log/);
});

/** What the projector says is wrong, other than that it has not looked yet. */
async function untilNotReady(ready: () => Promise<void>): Promise<string> {
  for (;;) {
    const fault = await ready().then(
      () => '',
      (error: Error) => error.message,
    );
    if (fault !== '' && !fault.startsWith('not yet')) return fault;
    await sleep(20);
  }
}
