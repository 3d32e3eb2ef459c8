import { eventCatalogue, type EntryPosted, type StoredEvent } from '@trine/contracts';
import { ledgers, TestLedger } from '@trine/contracts/testing';
import { storedOf } from '@trine/event-bus/testing';
import fc from 'fast-check';
import { ClickHouseAnalytics } from './projection.js';
import { applyAll, openAnalytics, type TestAnalytics } from './testing/analytics.js';

const TABLES = ['entries', 'declines', 'holds'];
const COPY = 1;

let analytics: TestAnalytics;
let copy: ClickHouseAnalytics;
beforeAll(async () => {
  analytics = await openAnalytics();
  copy = new ClickHouseAnalytics({ url: analytics.url }, COPY);
  await copy.connect();
});
afterAll(async () => {
  await copy.close();
  await analytics.close();
});
async function empty(): Promise<void> {
  for (const table of [...TABLES, 'positions'])
    for (const name of [table, `${table}_copy${COPY}`]) await analytics.execute(`TRUNCATE TABLE @${name}`);
}

/** Each partition in one page, as the log keeps it. */
async function applyStored(ledger: TestLedger, ofText = (data: string) => data): Promise<void> {
  const pages = [...ledger.byPartition()].map(async ([partition, events]) => {
    const stored = events.map(storedOf).map((event) => ({ ...event, data: ofText(event.data) }));
    await copy.applyStored(partition, stored);
  });
  await Promise.all(pages);
}

async function rowsOf(table: string) {
  const further = table.startsWith('entries') ? ', currency_category' : '';
  return analytics.rows(`SELECT *${further} FROM @${table} FINAL ORDER BY partition, sequence`);
}

async function expectSame(): Promise<void> {
  for (const table of TABLES) expect(await rowsOf(`${table}_copy${COPY}`)).toEqual(await rowsOf(table));
  expect(await copy.positions()).toEqual(await analytics.projection.positions());
}

const TEXT = 'řeka "quoted" \\ back\\nslash\ttab\nline\r\u2028 € 😀 \u0001';
const crowns = { from: 'a', to: 'b', amountMinor: 1234n };

/** What is seldom in an entry. */
function oddities(): TestLedger {
  const ledger = new TestLedger();
  for (const [currency, from, to] of [
    ['CZK', 'a', 'b'],
    ['JPY', 'x', 'y'],
    ['KWD', 'k.1', 'K:_-2'],
    ['CLF', 'f', 'g'],
  ] as const) {
    ledger.open(from, currency).open(to, currency);
    for (const amountMinor of [1n, 5n, 10n, 999n, 123456n, 9n * 10n ** 13n])
      ledger.transfer({ from, to, amountMinor });
  }
  for (const occurredAt of [
    '1900-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00.000Z',
    '2024-02-29T12:34:56.789Z',
    '2106-02-07T06:28:16.001Z',
    '2299-12-31T23:59:59.999Z',
  ])
    ledger.transfer({ ...crowns, occurredAt });
  const metadata = { category: TEXT, reverses: 't', [TEXT]: TEXT, holdId: '{"holdId":"h"}' };
  ledger.transfer({ ...crowns, metadata });
  ledger.transfer({ ...crowns, category: TEXT, reference: TEXT, description: TEXT, metadata });
  ledger.transfer({ ...crowns, id: '9'.repeat(64), category: '😀'.repeat(64), reverses: 'tr_1' });
  ledger.hold({ ...crowns, id: 'hold-1', category: 'fee' }).capture('hold-1', 34n, 'captured');
  ledger.capture('hold-1', 200n, 'captured-2', true);
  ledger.decline(crowns);
  return ledger.transferLegs([crowns, { ...crowns, from: 'b', to: 'a' }, crowns], { id: 'legs' });
}

describe('a copy that is filled with what is stored', () => {
  beforeEach(() => empty());

  it('has the rows that are made of decoded events, whatever they say', async () => {
    const ledger = oddities();
    await applyAll(analytics, ledger.byPartition());
    await applyStored(ledger);
    expect(await rowsOf('entries')).not.toEqual([]);
    await expectSame();
    // A repeat replaces itself.
    await applyStored(ledger);
    await expectSame();
  });

  it('has them of any ledger', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        ledgers(() => `l${n++}`),
        async (ledger) => {
          await empty();
          await applyAll(analytics, ledger.byPartition());
          await applyStored(ledger);
          await expectSame();
        },
      ),
      { numRuns: 8 },
    );
  });

  it('may be stored with space between its parts', async () => {
    const ledger = new TestLedger().open('a').open('b').transfer(crowns);
    await applyAll(analytics, ledger.byPartition());
    await applyStored(ledger, (data) => `\t${data}\n`);
    await expectSame();
  });
});

describe('an entry that is not as it should be', () => {
  beforeAll(() => empty());

  const [entry] = new TestLedger().open('a').open('b').transfer(crowns).events.slice(-1).map(storedOf);
  const data = JSON.parse(entry!.data) as EntryPosted;
  const { partition } = entry!;

  /** Applies an entry with the fields changed; undefined leaves one out. */
  const apply = (changed: Record<string, unknown>) => applyText(JSON.stringify({ ...data, ...changed }));
  async function applyText(text: string): Promise<void> {
    const place: Pick<StoredEvent, 'type' | 'typeVersion'> = {
      type: 'EntryPosted',
      typeVersion: eventCatalogue.EntryPosted.version,
    };
    const neighbour = { ...entry!, sequence: 1 };
    return copy.applyStored(partition, [neighbour, { ...entry!, ...place, sequence: 2, data: text }]);
  }

  async function expectRefused(applied: Promise<unknown>): Promise<void> {
    const error: unknown = await applied.then(
      () => 'it was taken',
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    expect(copy.isOutage(error)).toBe(false);
    expect(await rowsOf(`entries_copy${COPY}`)).toEqual([]);
    expect(await copy.positions()).toEqual(new Map());
  }

  const REQUIRED = Object.keys(data);

  it('is refused without any of its fields, and with null in their place', async () => {
    for (const field of REQUIRED) {
      await expectRefused(apply({ [field]: undefined }));
      await expectRefused(apply({ [field]: null }));
    }
  });

  it('is refused with a field of another type', async () => {
    for (const field of [...REQUIRED, 'category', 'reverses', 'holdId'])
      for (const value of [5.5, true, {}, ['a'], '']) await expectRefused(apply({ [field]: value }));
    for (const field of ['accountId', 'transferId', 'amount', 'occurredAt', 'reverses'])
      await expectRefused(apply({ [field]: 5 }));
    for (const field of ['entry', 'leg', 'legs', 'version']) await expectRefused(apply({ [field]: '5' }));
  });

  it.each<Record<string, unknown>>([
    { accountId: 'a b' },
    { counterparty: 'x'.repeat(65) },
    { transferId: 'ř' },
    { entry: 0 },
    { entry: -1 },
    { entry: 2 ** 60 },
    { leg: 65_536 },
    { leg: -1 },
    { direction: 'sideways' },
    { amount: '+1.00' },
    { amount: '1.0' },
    { amount: '1' },
    { amount: '01.00' },
    { amount: '.50' },
    { amount: '1.00 ' },
    { amount: '1e2' },
    { amount: '100000000000000.00' },
    { amount: '99999999999999999999.00' },
    { balances: { ...data.balances, posted: '1.000' } },
    { balances: { ...data.balances, posted: '--1.00' } },
    { balances: { posted: '1.00' } },
    { balances: '1.00' },
    { currency: 'JPY' },
    { currency: 'ABC' },
    { currency: 'czk' },
    { category: 'c'.repeat(65) },
    { reverses: 'a b' },
    { holdId: 'x'.repeat(65) },
    { occurredAt: 'yesterday' },
    { occurredAt: '2026-02-30T00:00:00.000Z' },
    { occurredAt: '2026-02-03T24:00:00.000Z' },
    { occurredAt: '2026-02-03T00:00:00Z' },
    { occurredAt: '2026-02-03T00:00:00.000+01:00' },
  ])('is refused with %j', async (changed) => expectRefused(apply(changed)));

  it.each([
    '',
    'nonsense',
    '[]',
    '{}',
    '5',
    'null',
    '{"accountId":',
    `${JSON.stringify(data)}}`,
    `${JSON.stringify(data)}\n{}`,
  ])('is refused when it is %j', async (text) => expectRefused(applyText(text)));
});
