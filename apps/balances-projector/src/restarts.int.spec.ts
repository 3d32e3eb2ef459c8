import { setTimeout as sleep } from 'node:timers/promises';
import { createBench, ledgerOf, move, untilReady, untilShown, type Bench } from './testing/bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

describe('the balances are those of the log', () => {
  it('though the projector is stopped and started at any point', async () => {
    const ledger = ledgerOf(10);
    let published = 0;
    for (let round = 0; round < 5; round++) {
      const runner = bench.start();
      move(ledger, 400);
      const fresh = ledger.events.slice(published);
      published = ledger.events.length;
      await bench.log.append(fresh);
      await bench.topic.publish(fresh);
      await sleep(round * 100);
      await bench.stop(runner);
    }
    bench.start();
    await untilShown(bench, ledger.events);
  });

  it('though projectors join and leave while events flow', async () => {
    const ledger = ledgerOf(10);
    let published = 0;
    const pass = async (transfers: number) => {
      move(ledger, transfers);
      const fresh = ledger.events.slice(published);
      published = ledger.events.length;
      await bench.log.append(fresh);
      await bench.topic.publish(fresh);
    };
    const first = bench.start();
    await pass(200);
    await untilReady(first);
    const second = bench.start();
    for (let i = 0; i < 20; i++) await pass(50);
    await untilShown(bench, ledger.events);
    await bench.stop(first);
    await pass(200);
    await untilShown(bench, ledger.events);
    await untilReady(second);
  });
});
