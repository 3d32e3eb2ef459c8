import type { StoredEvent } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { PostgresLogReader } from '../log/postgres-log-reader.js';
import { PostgresRecorder } from '../testing/postgres-recorder.js';
import { createScratchLog, type ScratchLog } from '../testing/scratch-log.js';
import { PartitionProjector } from './partition-projector.js';

const LENGTH = 60;
const ledger = new TestLedger().open('a').open('b');
for (let i = 1; i < LENGTH; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
const { partition } = ledger.events[0]!;
const events = ledger.byPartition().get(partition)!.slice(0, LENGTH);
const all = events.map(({ sequence }) => sequence);

/** Keeps what is stored without reading it, but refuses what comes with one of these sequences. */
class StoredRecorder extends PostgresRecorder {
  override readonly readsStored = true;
  readonly stored: number[][] = [];
  unreadable: readonly number[] = [];
  away = false;

  override async applyStored(_: number, stored: readonly StoredEvent[]): Promise<void> {
    const sequences = stored.map(({ sequence }) => sequence);
    this.stored.push(sequences);
    if (this.away) throw new Error('away');
    const refused = sequences.find((sequence) => this.unreadable.includes(sequence));
    if (refused !== undefined) throw new Error(`${refused} is refused`);
    await this.apply(partition, events.slice(sequences[0]! - 1, sequences.at(-1)));
  }
}

let log: ScratchLog;
let reader: PostgresLogReader;
let view: StoredRecorder;
let projector: PartitionProjector;
beforeEach(async () => {
  log = await createScratchLog();
  await log.append(events);
  reader = new PostgresLogReader(log.url, () => undefined);
  view = new StoredRecorder(log.url);
  await view.connect();
  const stopping = new AbortController().signal;
  projector = new PartitionProjector(partition, { readModel: view, log: reader, stopping });
});
afterEach(async () => {
  await Promise.all([view.close(), reader.close()]);
  await log.drop();
});

/** As whoever fills a copy does. */
async function catchUp(): Promise<void> {
  for (let failures = 0; ; failures++) {
    try {
      return await projector.catchUp(LENGTH);
    } catch (error) {
      if (failures === 20) throw error;
    }
  }
}

const parked = async () => (await view.parked()).map(({ sequence }) => sequence).sort((x, y) => x - y);

describe('a view that reads what is stored', () => {
  it('gets whole pages of the log as they are stored', async () => {
    await projector.catchUp(LENGTH);
    expect(view.stored).toEqual([all]);
    expect(await view.applied(partition)).toEqual(all);
  });

  it('gets decoded what it refuses as it is stored', async () => {
    view.unreadable = [30];
    await projector.catchUp(LENGTH);
    expect(view.stored).toEqual([all]);
    expect(await view.applied(partition)).toEqual(all);
    expect(await parked()).toEqual([]);
  });

  it('gets the same again when it was away', async () => {
    view.away = true;
    await expect(projector.catchUp(LENGTH)).rejects.toThrow('away');
    view.away = false;
    await projector.catchUp(LENGTH);
    expect(view.stored).toEqual([all, all]);
    expect(await view.applied(partition)).toEqual(all);
  });

  it('has a poison event parked, and nothing as it is stored while it is looked for, or beside it', async () => {
    view.unreadable = [30];
    await view.refuse(partition, [30]);
    await catchUp();
    expect(view.stored).toEqual([all]);
    expect(await parked()).toEqual(all.slice(29));
    expect((await view.applied(partition)).sort((x, y) => x - y)).toEqual(all.slice(0, 29));
  });

  it('has parked what nobody can read', async () => {
    view.unreadable = [30];
    await log.setTypeVersion({ partition, sequence: 30 }, 9);
    await catchUp();
    expect((await view.parked()).find(({ sequence }) => sequence === 30)?.error).toContain('unknown type');
    expect(await parked()).toEqual(all.slice(29));
    expect((await view.applied(partition)).sort((x, y) => x - y)).toEqual(all.slice(0, 29));
  });
});
