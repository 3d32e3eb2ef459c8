import type { EntryPosted } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { PostgresLogReader, Rebuild } from '@trine/event-bus';
import { createScratchLog, type ScratchLog } from '@trine/event-bus/testing';
import { AnalyticsCopies } from './copies.js';
import { openAnalytics, type TestAnalytics } from './testing/analytics.js';

const ledger = new TestLedger();
for (let n = 0; n < 40; n++) ledger.open(`a${n}`);
for (let i = 0; i < 1_000; i++)
  ledger.transfer({ from: `a${i % 40}`, to: `a${(i * 7 + 1) % 40}`, amountMinor: BigInt(i + 1) });
const entries = ledger.events.filter(({ type }) => type === 'EntryPosted');

let log: ScratchLog;
let reader: PostgresLogReader;
let analytics: TestAnalytics;
let copies: AnalyticsCopies;
beforeEach(async () => {
  log = await createScratchLog();
  await log.append(ledger.events);
  reader = new PostgresLogReader(log.url, () => undefined);
  analytics = await openAnalytics();
  copies = new AnalyticsCopies({ url: analytics.url });
});
afterEach(async () => {
  await Promise.all([copies.close(), reader.close(), analytics.close()]);
  await log.drop();
});

const rebuild = () => new Rebuild({ copies, log: reader, graceMs: 0 }).run();

async function shown(): Promise<string[]> {
  const rows = await analytics.rows('SELECT partition, sequence FROM @entries FINAL');
  return rows.map(({ partition, sequence }) => `${partition as number}:${sequence as string}`).sort();
}
const placesOf = (events: readonly { partition: number; sequence: number }[]) =>
  events.map(({ partition, sequence }) => `${partition}:${sequence}`).sort();

describe('a rebuild from the log', () => {
  it('has all entries, and parks none', async () => {
    await rebuild();
    expect(await shown()).toEqual(placesOf(entries));
    expect(await analytics.projection.parked()).toEqual([]);
  });

  it.each<[string, (data: EntryPosted) => unknown, string]>([
    ['is no JSON', () => undefined, 'is not JSON'],
    ['has no amount', ({ amount: _, ...rest }) => rest, '/amount is required'],
    ['has an amount in words', (data) => ({ ...data, amount: 'much' }), '/amount'],
    ['is of no currency', (data) => ({ ...data, currency: 'QQQ' }), 'QQQ is not an ISO 4217 currency'],
  ])('parks an entry that %s with its error, and has its neighbours', async (_, damaged, error) => {
    const poison = entries[1_000]!;
    const text = JSON.stringify(damaged(poison.data as EntryPosted)) ?? '{"accountId":';
    await log.setData(poison, text);
    await rebuild();
    const { partition, sequence } = poison;
    const waits = ({ data, ...at }: (typeof entries)[number]) =>
      data.accountId === poison.data.accountId && at.partition === partition && at.sequence >= sequence;
    const parked = await analytics.projection.parked();
    expect(parked.find((each) => each.sequence === sequence)?.error).toContain(error);
    expect(placesOf(parked)).toEqual(placesOf(entries.filter(waits)));
    expect(await shown()).toEqual(placesOf(entries.filter((each) => !waits(each))));
  });
});
