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

  it('and the group hears how far a projector has come, soon and when it stops', async () => {
    const ledger = ledgerOf(50);
    const pass = async (fresh: number) => {
      await bench.log.append(ledger.events.slice(fresh));
      await bench.topic.publish(ledger.events.slice(fresh));
    };
    const runner = bench.start();
    await pass(0);
    while ((await bench.uncommitted()) > 0) await sleep(50);
    const before = ledger.events.length;
    move(ledger, 50);
    await pass(before);
    await untilShown(bench, ledger.events);
    await bench.stop(runner);
    expect(await bench.uncommitted()).toBe(0);
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
