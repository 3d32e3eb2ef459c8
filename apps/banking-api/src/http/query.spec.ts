import { EntriesQuery } from '../accounts/entries.query.js';
import { existingId, noQuery, queryParser } from './query.js';

const entries = queryParser(EntriesQuery);

describe('query strings', () => {
  it('become what the schema says', () => {
    expect(entries({ limit: '20', category: '17', q: 'rent' })).toEqual({
      limit: 20,
      category: '17',
      q: 'rent',
    });
    expect(entries({})).toEqual({});
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a number that is none', { limit: 'many' }, '/query/limit'],
    ['a number with a sign', { limit: '-1' }, '/query/limit'],
    ['a number beyond every limit', { limit: '9'.repeat(40) }, '/query/limit'],
    ['a parameter twice', { category: ['a', 'b'] }, '/query/category'],
    ['an unknown parameter', { offset: '5' }, '/query/offset'],
  ])('with %s are refused and say where', (_what, query, pointer) => {
    expect(() => entries(query)).toThrow(
      expect.objectContaining({ code: 'invalid_request', errors: [expect.objectContaining({ pointer })] }),
    );
  });

  it('are refused where a route takes none', () => {
    expect(() => noQuery({ at: 'now' })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});

describe('ids in paths', () => {
  it.each(['a b', '', 'x'.repeat(65), '../etc', '{p3}'])('%p names nothing', (id) => {
    expect(() => existingId(id, 'account_not_found')).toThrow(
      expect.objectContaining({ code: 'account_not_found' }),
    );
  });
});
