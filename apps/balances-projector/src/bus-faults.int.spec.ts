import type { RecordedEvent } from '@trine/contracts';
import { ledgers } from '@trine/contracts/testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBench, ledgerOf, move, untilReady, untilShown, type Bench } from './testing/bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** A bus of which nobody answers. */
const NO_BUS = '127.0.0.1:1';

describe('the balances are those of the log', () => {
  it('however the bus loses, repeats and mixes up what it is given', async () => {
    const fate = fc.constantFrom('lost', 'once', 'once', 'once', 'twice', 'again at the end');
    const fates = fc.array(fate, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        ledgers(() => 'acc', 40),
        fates,
        async ({ events }, dealt) => {
          const own = await createBench();
          own.start();
          await own.log.append(events);
          await own.topic.publish(deal(events, dealt));
          await untilShown(own, events);
          await own.close();
        },
      ),
      { numRuns: 5 },
    );
  });

  it('when a message in the middle is lost, or is no event at all', async () => {
    const { events } = ledgerOf(200);
    const lost = events[211]!;
    await bench.log.append(events);
    bench.start();
    await bench.topic.publish(events.slice(0, 211));
    await bench.topic.publishText(lost.partition, '{"specversion":"1.0"');
    await bench.topic.publish(events.slice(212));
    await untilShown(bench, events);
  });

  it('when the last message is lost, on a bus that then says nothing more', async () => {
    const { events } = ledgerOf(50);
    await bench.log.append(events);
    bench.start();
    await bench.topic.publish(events.slice(0, -1));
    await untilShown(bench, events);
  });

  it('when the bus still has what an older backup, restored, does not have', async () => {
    const ledger = ledgerOf(50);
    const before = ledger.events.length;
    const beyond = ledgerOf(100).events.slice(before);
    bench.start();
    await bench.topic.publish(ledger.events);
    // Only the bus has them yet: it flows.
    await untilShown(bench, ledger.events);
    await bench.log.append(ledger.events);
    await bench.topic.publish(beyond, randomUUID());
    // Long enough to have come, if it were taken.
    await sleep(1_000);
    move(ledger, 20);
    await bench.log.append(ledger.events.slice(before));
    await untilShown(bench, ledger.events);
  });

  it('when there is no bus, at the start and for ever', async () => {
    const ledger = ledgerOf(50);
    await bench.log.append(ledger.events);
    const runner = bench.start({ brokers: NO_BUS });
    await untilShown(bench, ledger.events);
    const before = ledger.events.length;
    move(ledger, 30);
    await bench.log.append(ledger.events.slice(before));
    await untilShown(bench, ledger.events);
    await untilReady(runner);
  });
});

function deal(events: readonly RecordedEvent[], fates: readonly string[]): RecordedEvent[] {
  const fateOf = (i: number) => fates[i % fates.length]!;
  const first = events.flatMap((event, i) => {
    if (fateOf(i) === 'lost') return [];
    return fateOf(i) === 'twice' ? [event, event] : [event];
  });
  return [...first, ...events.filter((_, i) => fateOf(i) === 'again at the end')];
}
