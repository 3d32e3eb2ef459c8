import { TestLedger } from '@trine/contracts/testing';
import { ClickHouseAnalytics } from './projection.js';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';
import { debitsIn, volumeIn } from './testing/expected.js';

const ledger = new TestLedger().open('a').open('b');
for (let i = 0; i < 20; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: BigInt(i + 1) });

let analytics: TestAnalytics;
beforeEach(async () => {
  analytics = await openAnalytics();
});
afterEach(() => analytics.close());

/** Tables of a version of long ago, filled and with positions. */
async function makeOld() {
  for (const table of ['entries', 'declines', 'holds', 'positions'])
    await analytics.execute(`DROP TABLE @${table}`);
  for (const table of ['entries', 'declines', 'positions']) {
    await analytics.execute(
      `CREATE TABLE @${table} (partition UInt8, sequence UInt64) ENGINE = ReplacingMergeTree ORDER BY partition`,
    );
    await analytics.execute(`INSERT INTO @${table} SELECT number, 1000 FROM numbers(16)`);
  }
}

describe('tables of another version', () => {
  it('are set aside by any number of projectors at once, and the view fills itself anew', async () => {
    await makeOld();
    const others = Array.from({ length: 4 }, () => new ClickHouseAnalytics({ url: analytics.url }));
    await Promise.all([analytics.projection, ...others].map((projection) => projection.connect()));
    expect(await analytics.reader.positions()).toEqual(new Map());
    await applyAll(analytics, ledger.byPartition());
    expect(await analytics.reader.volume({ interval: 'day' })).toEqual({
      buckets: volumeIn(debitsIn(ledger.events), 'day'),
    });
    const kept = await analytics.rows('SELECT toUInt32(count()) AS n FROM @entries_before_v2');
    expect(kept).toEqual([{ n: 16 }]);
    await Promise.all(others.map((projection) => projection.close()));
  });

  it('lose nothing that this version has applied', async () => {
    await applyAll(analytics, ledger.byPartition());
    const positions = await analytics.reader.positions();
    await analytics.projection.connect();
    expect(await analytics.reader.positions()).toEqual(positions);
  });

  it('may still be written by their projector, which moves no position of ours', async () => {
    await analytics.execute('INSERT INTO @positions (partition, sequence) VALUES (3, 99)');
    expect(await analytics.reader.positions()).toEqual(new Map());
  });
});
