import { formatPosition } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { breakableWire } from '../testing/breakable-wire.js';
import { createScratchLog, type ScratchLog } from '../testing/scratch-log.js';
import { PostgresLogReader } from './postgres-log-reader.js';

let log: ScratchLog;
let reader: PostgresLogReader;
beforeEach(async () => {
  log = await createScratchLog();
  reader = new PostgresLogReader(log.url, () => undefined);
});
afterEach(async () => {
  await reader.close();
  await log.drop();
});

/** Five events of one account, and some of another. */
const ledger = new TestLedger().open('a').open('b');
for (let i = 0; i < 4; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 100n, reference: 'ř' });
const [first] = ledger.events;
const { partition } = first!;
const ofPartition = ledger.byPartition().get(partition)!;

describe('the log in PostgreSQL', () => {
  it('is read as it was recorded, page by page', async () => {
    await log.append(ledger.events);
    expect(await reader.read(partition, 0, 3)).toEqual(ofPartition.slice(0, 3));
    expect(await reader.read(partition, 3, 3)).toEqual(ofPartition.slice(3));
    expect(await reader.read(partition, ofPartition.length, 3)).toEqual([]);
  });

  it('tells the correlation id of what has one', async () => {
    const [opened, ...rest] = ofPartition;
    await log.append([{ ...opened!, correlationId: 'req-1' }, ...rest]);
    const read = await reader.read(partition, 0, 2);
    expect(read.map(({ correlationId }) => correlationId)).toEqual(['req-1', undefined]);
  });

  it('has a head in each partition, 0 before the first event', async () => {
    expect(new Set((await reader.heads()).values())).toEqual(new Set([0]));
    await log.append(ledger.events);
    const heads = await reader.heads();
    expect(heads.size).toBe(16);
    for (const [number, events] of ledger.byPartition()) expect(heads.get(number)).toBe(events.length);
  });

  it('knows when its events were recorded, and nothing of those to come', async () => {
    await log.append(ledger.events);
    const second = { partition, sequence: 2 };
    const times = await reader.recordedAt([second, { partition, sequence: 99 }]);
    expect(times).toEqual(new Map([[formatPosition(second), new Date(ofPartition[1]!.recordedAt)]]));
  });

  it('has an identity that stays', async () => {
    const id = await reader.logId();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await reader.logId()).toBe(id);
  });

  it('never hands out an event that it does not understand', async () => {
    await log.append(ledger.events);
    await log.setTypeVersion({ partition, sequence: 2 }, 9);
    expect(await reader.read(partition, 0, 5)).toHaveLength(1);
    await expect(reader.read(partition, 1, 5)).rejects.toMatchObject({
      name: 'UndecodableEventError',
      stored: { partition, sequence: 2 },
    });
  });

  it('can be read again after the server was away', async () => {
    const wire = await breakableWire(log.url);
    const wired = new PostgresLogReader(wire.url, () => undefined);
    await log.append(ledger.events);
    await wired.heads();
    wire.cut();
    await expect(wired.heads()).rejects.toThrow();
    wire.mend();
    expect(await wired.read(partition, 0, 9)).toEqual(ofPartition);
    await wired.close();
    wire.close();
  });
});
