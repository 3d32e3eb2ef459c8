import type { RecordedEvent } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import fc from 'fast-check';
import { PostgresLogReader } from '../log/postgres-log-reader.js';
import { PostgresRecorder } from '../testing/postgres-recorder.js';
import { createScratchLog, type ScratchLog } from '../testing/scratch-log.js';
import { PartitionProjector, type PartitionOptions } from './partition-projector.js';

const LENGTH = 60;
const ledger = new TestLedger().open('a').open('b');
for (let i = 1; i < LENGTH; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
const { partition } = ledger.events[0]!;
const events = ledger.byPartition().get(partition)!.slice(0, LENGTH);
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);
const deliver = (...sequences: number[]): RecordedEvent[] => sequences.map((n) => events[n - 1]!);

let log: ScratchLog;
let reader: PostgresLogReader;
let view: PostgresRecorder;
let stopping: AbortController;
let options: PartitionOptions;
let projector: PartitionProjector;
beforeAll(async () => {
  log = await createScratchLog();
  await log.append(events);
  reader = new PostgresLogReader(log.url, () => undefined);
  view = new PostgresRecorder(log.url);
  await view.connect();
});
beforeEach(async () => {
  await view.goBackTo(0);
  stopping = new AbortController();
  options = { readModel: view, log: reader, stopping: stopping.signal };
  projector = new PartitionProjector(partition, options);
});
afterAll(async () => {
  await Promise.all([view.close(), reader.close()]);
  await log.drop();
});

describe('a partition on its way into a view (invariants 8 and 9)', () => {
  it('gets every event once and in order, whatever a delivery leaves out or repeats', async () => {
    const delivery = fc.array(fc.integer({ min: 1, max: LENGTH }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 6 }), async (all) => {
        await view.goBackTo(0);
        const own = new PartitionProjector(partition, options);
        await Promise.all(all.map((sequences) => own.take(deliver(...sequences))));
        expect(await view.applied(partition)).toEqual(upTo(Math.max(...all.flat())));
      }),
      { numRuns: 40 },
    );
  });

  it('goes on from where its store stands, not from where a delivery begins', async () => {
    await projector.take(deliver(1, 2, 3));
    const restarted = new PartitionProjector(partition, options);
    await restarted.take(deliver(2, 3, 4));
    expect(await view.applied(partition)).toEqual(upTo(4));
  });

  it('asks its store again once told to forget', async () => {
    await projector.take(deliver(...upTo(10)));
    await view.goBackTo(4);
    projector.forget();
    await projector.take(deliver(11));
    expect(await view.applied(partition)).toEqual(upTo(11));
  });

  it('gets from the log what nobody delivers', async () => {
    await projector.catchUp(LENGTH);
    expect(await view.applied(partition)).toEqual(upTo(LENGTH));
  });

  it('says so when the log has not what it is said to have, and works on', async () => {
    await expect(projector.catchUp(LENGTH + 1)).rejects.toThrow(`no event ${partition}:${LENGTH + 1}`);
    expect(await view.applied(partition)).toEqual(upTo(LENGTH));
    await projector.take(deliver(LENGTH));
    expect(await view.applied(partition)).toEqual(upTo(LENGTH));
  });

  it('stops between two batches, without a trace of the second', async () => {
    const taken = projector.take(deliver(1, 2, 9), async () => stopping.abort());
    await expect(taken).rejects.toThrow(/abort/);
    expect(await view.applied(partition)).toEqual([1, 2]);
  });
});
