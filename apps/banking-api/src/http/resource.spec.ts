import { existingId, found } from './resource.js';

describe('ids in paths', () => {
  it.each(['a b', '', 'x'.repeat(65), '../etc', '{p3}', 'a\n'])('%p names nothing', (id) => {
    expect(() => existingId('account', id)).toThrow(expect.objectContaining({ code: 'account_not_found' }));
    expect(() => existingId('hold', id)).toThrow(expect.objectContaining({ code: 'hold_not_found' }));
  });

  it('of what no view knows are said not to be there', () => {
    expect(() => found('transfer', 't', null)).toThrow(
      expect.objectContaining({ code: 'transfer_not_found', message: 'There is no transfer t' }),
    );
    expect(found('transfer', 't', 0)).toBe(0);
  });
});
