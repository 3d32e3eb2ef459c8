import fc from 'fast-check';
import { MARK_EVERY, markOf } from './account.js';

const id = fc.stringMatching(/^[a-zA-Z0-9:_-]{1,64}$/);
const entry = fc.nat({ max: 1_000_000 });

describe('the mark of an account', () => {
  it('is at its newest entry, or fewer than 64 before it', () => {
    fc.assert(
      fc.property(id, entry, (account, newest) => {
        const mark = markOf(account, newest);
        expect(mark).toBeGreaterThanOrEqual(0);
        expect(mark).toBeLessThanOrEqual(newest);
        expect(newest - mark).toBeLessThan(MARK_EVERY);
      }),
    );
  });

  it('is 0 before its first, and moves by 64 from there', () => {
    fc.assert(
      fc.property(id, (account) => {
        const marks = new Set(Array.from({ length: 300 }, (_, newest) => markOf(account, newest)));
        const [zero, first, ...others] = marks;
        expect(zero).toBe(0);
        expect(first).toBeLessThanOrEqual(MARK_EVERY);
        expect(others).toEqual(others.map((_, i) => first! + (i + 1) * MARK_EVERY));
      }),
    );
  });

  it('is not at the same entries for accounts that are as busy as each other', () => {
    for (const name of ['acc_', 'bench-', 'DE8937040044053201']) {
      const accounts = Array.from({ length: 1_000 }, (_, i) => `${name}${i}`);
      for (let newest = 64; newest < 128; newest++) {
        const marked = accounts.filter((account) => markOf(account, newest) === newest);
        expect(marked.length).toBeLessThan(3 * (accounts.length / MARK_EVERY));
      }
    }
    const likeEachOther = Array.from({ length: 10 }, (_, i) => markOf(`acc_${i}`, 127));
    expect(new Set(likeEachOther).size).toBeGreaterThan(7);
  });
});
