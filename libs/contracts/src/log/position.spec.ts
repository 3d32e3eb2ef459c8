import fc from 'fast-check';
import { PARTITIONS, partitionOf } from './partition.js';
import { formatConsistencyToken, hasReached, parseConsistencyToken } from './position.js';

const positions = fc
  .array(fc.tuple(fc.nat(PARTITIONS - 1), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })), {
    minLength: 1,
  })
  .map((pairs) => new Map(pairs));

describe('consistency tokens', () => {
  it('survive the way to the caller and back', () => {
    fc.assert(
      fc.property(positions, (written) => {
        expect(parseConsistencyToken(formatConsistencyToken(written))).toEqual(written);
      }),
    );
  });

  it('name partitions in ascending order', () => {
    expect(
      formatConsistencyToken(
        new Map([
          [7, 55],
          [3, 1042],
        ]),
      ),
    ).toBe('3:1042,7:55');
  });

  it.each([
    '',
    '3',
    '3:',
    '3:0',
    '16:1',
    '3:1;7:2',
    '3:-1',
    'x:1',
    '3:99999999999999999999',
    '1:1,'.repeat(20),
  ])('are refused when they are %p', (text) => {
    expect(parseConsistencyToken(text)).toBeNull();
  });
});

describe('hasReached', () => {
  it('is true exactly when no wanted partition is behind', () => {
    expect(hasReached(new Map([[3, 10]]), new Map([[3, 10]]))).toBe(true);
    expect(hasReached(new Map([[3, 9]]), new Map([[3, 10]]))).toBe(false);
    expect(
      hasReached(
        new Map([[3, 10]]),
        new Map([
          [3, 10],
          [4, 1],
        ]),
      ),
    ).toBe(false);
    expect(hasReached(new Map(), new Map())).toBe(true);
  });
});

describe('partitionOf', () => {
  it('never changes: every stored position rests on it', () => {
    expect(['acc_1', 'berka-cash', 'berka-bank', 'a', 'Z:9'].map(partitionOf)).toEqual([10, 10, 15, 12, 4]);
  });

  it('spreads ids that count upwards', () => {
    const counts = new Array<number>(PARTITIONS).fill(0);
    for (let i = 0; i < 16_000; i++) counts[partitionOf(`acc_${i}`)]!++;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(300);
  });
});
