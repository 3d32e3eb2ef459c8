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

  it('is the same until the entry that is the next one', () => {
    fc.assert(
      fc.property(id, entry, (account, newest) => {
        const before = markOf(account, newest);
        const after = markOf(account, newest + 1);
        expect(after).toBe(after === newest + 1 ? newest + 1 : before);
      }),
    );
  });

  it('is not at the same entries for accounts that are as busy as each other', () => {
    const accounts = Array.from({ length: 1_000 }, (_, i) => `acc_${i}`);
    for (let newest = 64; newest < 128; newest++) {
      const marked = accounts.filter((account) => markOf(account, newest) === newest);
      expect(marked.length).toBeLessThan(3 * (accounts.length / MARK_EVERY));
    }
  });
});
