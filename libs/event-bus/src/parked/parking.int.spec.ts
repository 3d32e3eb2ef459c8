import { partitionOf } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { PostgresLogReader } from '../log/postgres-log-reader.js';
import { PartitionProjector } from '../projector/partition-projector.js';
import { PostgresRecorder } from '../testing/postgres-recorder.js';
import { createScratchLog, type ScratchLog } from '../testing/scratch-log.js';
import type { ParkedEvent } from './parked-event.js';

/** More than one batch takes. */
const LENGTH = 2_500;
/** Failures until a batch of that length is down to one event, and that one is given up. */
const MAX_FAILURES = 20;

/** Two accounts of one partition, and one elsewhere that they pay to and are paid from. */
const [a, b] = ['acc_1', ...Array.from({ length: 99 }, (_, i) => `acc_${i + 2}`)].filter(
  (id, _, [first]) => partitionOf(id) === partitionOf(first!),
) as [string, string];
const ledger = new TestLedger().open(a).open(b).open('elsewhere');
for (let i = 1; i < LENGTH; i++)
  ledger.transfer({ from: i % 3 === 0 ? b : a, to: 'elsewhere', amountMinor: 1n });
const partition = partitionOf(a);
const events = ledger.byPartition().get(partition)!;
const head = events.length;
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);
const of = (account: string, from: number) =>
  events.filter((e) => e.data.accountId === account && e.sequence >= from).map(({ sequence }) => sequence);

let log: ScratchLog;
let reader: PostgresLogReader;
let view: PostgresRecorder;
let told: ParkedEvent[];
let projector: PartitionProjector;

beforeAll(async () => {
  log = await createScratchLog();
  await log.append(ledger.events);
  reader = new PostgresLogReader(log.url, () => undefined);
  view = new PostgresRecorder(log.url);
  await view.connect();
});
beforeEach(async () => {
  await view.goBackTo(0);
  told = [];
  projector = newProjector();
});
afterAll(async () => {
  await Promise.all([view.close(), reader.close()]);
  await log.drop();
});

function newProjector(): PartitionProjector {
  const stopping = new AbortController().signal;
  const onParked = (parked: ParkedEvent) => told.push(parked);
  return new PartitionProjector(partition, { readModel: view, log: reader, stopping, onParked });
}

/** As the runner does: again after each failure. */
async function catchUp(to = head): Promise<void> {
  for (let failures = 0; ; failures++) {
    try {
      return await projector.catchUp(to);
    } catch (error) {
      if (failures === MAX_FAILURES) throw error;
    }
  }
}

const parkedSequences = async () =>
  (await view.parked()).map(({ sequence }) => sequence).sort((x, y) => x - y);
const markDue = async () => view.park((await view.parked()).map((each) => ({ ...each, due: true })));

describe('an event that a view refuses (invariant 11)', () => {
  const poison = of(a, 1_500)[0]!;

  it('is parked, its account waits, the others flow', async () => {
    await view.refuse(partition, [poison]);
    await catchUp();
    const waiting = of(a, poison);
    expect(await parkedSequences()).toEqual(waiting);
    expect((await view.applied(partition)).sort((x, y) => x - y)).toEqual(
      upTo(head).filter((sequence) => !waiting.includes(sequence)),
    );
    expect(told).toMatchObject([{ partition, sequence: poison, accountId: a, type: 'EntryPosted' }]);
    expect(told[0]!.error).toBe(`${partition}:${poison} is refused`);
  });

  it('keeps its account waiting in a process that starts later', async () => {
    await view.refuse(partition, [poison]);
    await catchUp(poison);
    await view.refuse(partition, []);
    projector = newProjector();
    await catchUp();
    expect(await parkedSequences()).toEqual(of(a, poison));
  });

  it('goes on when the store would not even take what only waits, and then does', async () => {
    await view.refuse(partition, [poison]);
    const next = of(a, poison + 1)[0]!;
    await catchUp(next - 1);
    view.parkingRefused = true;
    await expect(projector.catchUp(next)).rejects.toThrow('parking is refused');
    view.parkingRefused = false;
    await catchUp();
    expect(await parkedSequences()).toEqual(of(a, poison));
  });

  it('is applied in order with all that waited for it, once it is due and the cause is gone', async () => {
    await view.refuse(partition, [poison]);
    await catchUp(head - 100);
    await view.refuse(partition, []);
    await projector.redrive();
    expect(await parkedSequences()).not.toEqual([]);
    await markDue();
    await projector.redrive();
    await catchUp();
    expect(await parkedSequences()).toEqual([]);
    const applied = await view.applied(partition);
    expect(applied.toSorted((x, y) => x - y)).toEqual(upTo(head));
    const ofA = new Set(of(a, 1));
    expect(applied.filter((sequence) => ofA.has(sequence))).toEqual([...ofA]);
  });

  it('stays parked, and its account with it, while the cause is there', async () => {
    await view.refuse(partition, [poison]);
    await catchUp();
    await markDue();
    await projector.redrive();
    const parked = await view.parked();
    expect(await parkedSequences()).toEqual(of(a, poison));
    expect(parked.filter(({ due }) => due)).toEqual([]);
  });

  it('waits as a whole when more is to be parked than there is room for', async () => {
    const early = of(a, 1)[0]!;
    await view.refuse(partition, [early]);
    await expect(catchUp()).rejects.toThrow('trine redrive');
    expect((await view.parked()).length).toBeLessThanOrEqual(1_000);
    await view.refuse(partition, []);
    await markDue();
    await projector.redrive();
    await catchUp(head - 500);
    expect(await parkedSequences()).toEqual([]);
  });
});

describe('an event that this version cannot read', () => {
  it('is parked with what is wrong, and the others flow', async () => {
    const unreadable = of(b, 1_000)[0]!;
    await log.setTypeVersion({ partition, sequence: unreadable }, 99);
    await view.refuse(partition, []);
    await catchUp();
    expect(await parkedSequences()).toEqual(of(b, unreadable));
    expect(told[0]!.error).toContain('unknown type EntryPosted v99');
    await log.setTypeVersion({ partition, sequence: unreadable }, 1);
    await markDue();
    await projector.redrive();
    expect(await parkedSequences()).toEqual([]);
  });
});
