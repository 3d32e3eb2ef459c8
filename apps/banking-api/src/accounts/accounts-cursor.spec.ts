import { ID_PATTERN } from '@trine/contracts';
import fc from 'fast-check';
import { formatAccountsCursor, parseAccountsCursor } from './accounts-cursor.js';

describe('a cursor of accounts', () => {
  it('names any id', () => {
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(ID_PATTERN)), (id) => {
        expect(parseAccountsCursor(formatAccountsCursor(id))).toBe(id);
      }),
    );
  });

  it.each([
    '',
    'a',
    'acc_1',
    btoa('account:'),
    btoa('account:a b'),
    `${btoa('account:abc')}!`,
    btoa('entry:5'),
  ])('is not %p', (cursor) => {
    expect(() => parseAccountsCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
