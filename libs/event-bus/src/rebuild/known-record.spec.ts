import { jest } from '@jest/globals';
import type { CopyRecord } from './copies.js';
import { HOLD_MS, KnownRecord } from './known-record.js';

const recordOf = (revision: number, switching = false): CopyRecord => ({
  revision,
  switches: 0,
  live: { number: 0, version: 1, logId: 'log' },
  switching,
  garbage: [],
});

/** Questions wait until they are answered. */
let questions: ((record: CopyRecord | Error) => void)[];
let known: KnownRecord;
beforeEach(() => {
  jest.useFakeTimers();
  questions = [];
  known = new KnownRecord(
    () =>
      new Promise((resolve, reject) => {
        questions.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
      }),
  );
});
afterEach(() => jest.useRealTimers());

async function answered(record: CopyRecord, afterMs = 0): Promise<void> {
  const asked = known.ask();
  jest.advanceTimersByTime(afterMs);
  questions.shift()!(record);
  await asked;
}

describe('what a projector knows of its copies', () => {
  it('is what it was told a moment ago', async () => {
    await answered(recordOf(1));
    jest.advanceTimersByTime(HOLD_MS - 1);
    expect(await known.recent()).toEqual(recordOf(1));
    expect(questions).toEqual([]);
  });

  it.each([
    ['answer', 0, HOLD_MS],
    ['question, however late the answer', HOLD_MS, 0],
  ])('is asked for again, so long after the %s', async (_, answeredAfterMs, waitedMs) => {
    await answered(recordOf(1), answeredAfterMs);
    jest.advanceTimersByTime(waitedMs);
    const recent = known.recent();
    questions.shift()!(recordOf(2));
    expect(await recent).toEqual(recordOf(2));
  });

  it('is asked for each time while it says that something is being switched', async () => {
    await answered(recordOf(1, true));
    const recent = known.recent();
    questions.shift()!(recordOf(2));
    expect(await recent).toEqual(recordOf(2));
  });

  it('is no older for a question that failed', async () => {
    await answered(recordOf(1));
    jest.advanceTimersByTime(HOLD_MS);
    const failed = known.recent();
    questions.shift()!(new Error('away'));
    await expect(failed).rejects.toThrow('away');
    const recent = known.recent();
    questions.shift()!(recordOf(2));
    expect(await recent).toEqual(recordOf(2));
  });
});
