import fc from 'fast-check';
import { ProblemError } from '@trine/contracts';
import { formatCursor, parseCursor } from './cursor.js';

describe('a cursor', () => {
  it('leads back to its entry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (entry) => {
        expect(parseCursor(formatCursor(entry))).toBe(entry);
      }),
    );
  });

  it.each(['', '17', 'entry:17', '!!!', `${formatCursor(17)}=`, formatCursor(0), formatCursor(2 ** 53)])(
    'refuses %j',
    (cursor) => {
      expect(() => parseCursor(cursor)).toThrow(ProblemError);
    },
  );

  it('refuses any other text and says which parameter is wrong', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseCursor(text);
          throw new Error('was taken');
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/query/cursor' }] });
        }
      }),
    );
  });
});
