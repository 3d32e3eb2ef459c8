import { FILLING, InsertBuffer } from './insert-buffer.js';
import { NO_LOG_ENTRIES } from './log-entries.js';
import type { Rows } from './rows.js';

const batch = (partition: number, entries = 1): Rows => ({
  entries: Array<Rows['entries'][number]>(entries),
  logEntries: NO_LOG_ENTRIES,
  declines: [],
  holds: [],
  parked: [],
  first: 1,
  position: { version: 2, partition, sequence: 1 },
});

/** A buffer over a writer that notes its rounds, and fails those that hold partition 13 (a refusal) or 14 (an outage). */
function openBuffer() {
  const rounds: number[][] = [];
  let writing = 0;
  const write = async (batches: readonly Rows[]) => {
    expect(++writing).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    writing--;
    const partitions = batches.map(({ position }) => position.partition);
    rounds.push(partitions);
    if (partitions.includes(13)) throw new Error('refused');
    if (partitions.includes(14)) throw new Error('away');
  };
  const buffer = new InsertBuffer(write, (error) => (error as Error).message === 'refused');
  return { buffer, rounds };
}

describe('the insert buffer', () => {
  it('writes what comes together in one round', async () => {
    const { buffer, rounds } = openBuffer();
    await Promise.all([1, 2, 3].map((partition) => buffer.add(batch(partition))));
    expect(rounds).toEqual([[1, 2, 3]]);
  });

  it('does not wait for its time once it is full, and writes one round after the other', async () => {
    const { buffer, rounds } = openBuffer();
    const added = [1, 2, 3, 4].map((partition) => buffer.add(batch(partition, 10_000)));
    await Promise.all(added);
    expect(rounds).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('of a copy that is filled writes two rounds at once, and no more', async () => {
    let [writing, most] = [0, 0];
    const write = async () => {
      most = Math.max(most, ++writing);
      await new Promise((resolve) => setTimeout(resolve, 5));
      writing--;
    };
    const buffer = new InsertBuffer(write, () => false, FILLING);
    const added = [1, 2, 3, 4, 5].map((partition) => buffer.add(batch(partition, FILLING.fullRows)));
    await buffer.drain();
    expect([most, writing]).toEqual([2, 0]);
    await Promise.all(added);
  });

  it('tells of a failed round to those who were in it, and goes on', async () => {
    const { buffer, rounds } = openBuffer();
    const first = await Promise.allSettled([buffer.add(batch(1)), buffer.add(batch(14))]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await buffer.add(batch(1));
    expect(rounds).toEqual([[1, 14], [1]]);
  });

  it('writes the others of a round by themselves when one is refused', async () => {
    const { buffer, rounds } = openBuffer();
    const added = await Promise.allSettled([1, 13, 2].map((partition) => buffer.add(batch(partition))));
    expect(added.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(rounds).toEqual([[1, 13, 2], [1], [13], [2]]);
  });

  it('writes nothing again when it is drained', async () => {
    const { buffer, rounds } = openBuffer();
    await buffer.add(batch(7));
    await buffer.drain();
    expect(rounds).toEqual([[7]]);
  });

  it('writes what is waiting when it is drained', async () => {
    const { buffer, rounds } = openBuffer();
    const added = buffer.add(batch(7));
    await buffer.drain();
    expect(rounds).toEqual([[7]]);
    await added;
  });
});
