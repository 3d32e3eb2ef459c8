import { TestLedger } from '@trine/contracts/testing';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';

const ledger = new TestLedger().open('a').open('b');
for (let i = 0; i < 20; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: BigInt(i + 1) });

let analytics: TestAnalytics;
beforeEach(async () => {
  analytics = await openAnalytics();
});
afterEach(() => analytics.close());

describe('the tables of the view', () => {
  it('lose nothing when a projector connects', async () => {
    await applyAll(analytics, ledger.byPartition());
    const positions = await analytics.reader.positions();
    await analytics.projection.connect();
    expect(await analytics.reader.positions()).toEqual(positions);
  });

  it('may still be written by the projector of an older version, which moves no position of ours', async () => {
    await analytics.execute('INSERT INTO @positions (partition, sequence) VALUES (3, 99)');
    expect(await analytics.reader.positions()).toEqual(new Map());
  });
});
