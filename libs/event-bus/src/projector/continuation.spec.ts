import type { RecordedEvent } from '@trine/contracts';
import fc from 'fast-check';
import { continuationOf } from './continuation.js';

const event = (sequence: number) => ({ sequence }) as RecordedEvent;
const sequences = (events: readonly RecordedEvent[]) => events.map(({ sequence }) => sequence);

describe('continuationOf (invariant 9)', () => {
  it('skips what is known and stops at a gap', () => {
    const { run, beyondGap } = continuationOf(5, [4, 5, 6, 6, 7, 9, 10].map(event));
    expect(sequences(run)).toEqual([6, 7]);
    expect(sequences(beyondGap)).toEqual([9, 10]);
  });

  it('with gaps filled from the log, applies every event once and in order, whatever was repeated or lost', () => {
    const deliveries = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 80 });
    fc.assert(
      fc.property(deliveries, fc.nat(20), (delivered, start) => {
        const applied: number[] = [];
        let position = start;
        let rest: readonly RecordedEvent[] = delivered.map(event);
        while (rest.length > 0) {
          const { run, beyondGap } = continuationOf(position, rest);
          applied.push(...sequences(run));
          position += run.length;
          rest = beyondGap;
          // The log fills the gap up to the first event behind it.
          while (rest.length > 0 && position < rest[0]!.sequence - 1) applied.push(++position);
        }
        expect(applied).toEqual(applied.map((_, i) => start + 1 + i));
        expect(position).toBe(Math.max(start, ...delivered));
      }),
    );
  });
});
