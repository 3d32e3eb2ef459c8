import { EntriesQuery } from '../accounts/entries.query.js';
import { noQuery, queryParser, timeOf } from './query.js';

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
    ['a time that no clock shows', { from: '2016-12-31T23:59:60Z' }, '/query/from'],
  ])('with %s are refused and say where', (_what, query, pointer) => {
    expect(() => entries(query)).toThrow(
      expect.objectContaining({ code: 'invalid_request', errors: [expect.objectContaining({ pointer })] }),
    );
  });

  it('are refused where a route takes none', () => {
    expect(() => noQuery({ at: 'now' })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});

describe('times in queries', () => {
  it('become UTC', () => {
    expect(timeOf('at', '2026-01-01T00:00:00+02:00')).toBe('2025-12-31T22:00:00.000Z');
  });

  it('that no view can hold are refused', () => {
    expect(() => timeOf('at', '9999-01-01T00:00:00Z')).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/query/at' })] }),
    );
  });
});
