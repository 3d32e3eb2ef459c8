import { hasTransactions } from './server.js';

describe('a server has transactions', () => {
  it.each([
    ['a member of a replica set', { setName: 'trine', isWritablePrimary: true }, true],
    ['a router of a sharded cluster', { msg: 'isdbgrid' }, true],
    ['a mongod by itself', { isWritablePrimary: true, maxWireVersion: 25 }, false],
  ])('%s', (_name, hello, expected) => {
    expect(hasTransactions(hello)).toBe(expected);
  });
});
