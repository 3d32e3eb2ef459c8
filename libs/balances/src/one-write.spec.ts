import type { Redis } from 'ioredis';
import { Writable } from 'node:stream';
import { inOneWrite } from './one-write.js';

function connection() {
  const writes: string[][] = [];
  const stream = new Writable({
    decodeStrings: false,
    writev: (chunks, done) => {
      writes.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  return { redis: { stream } as unknown as Redis, stream, writes };
}

it('sends what is asked in one write', () => {
  const { redis, stream, writes } = connection();
  const answer = inOneWrite(redis, () => {
    stream.write('GET a');
    stream.write('GET b');
    return 'asked';
  });
  expect(answer).toBe('asked');
  expect(writes).toEqual([['GET a', 'GET b']]);
});

it('keeps nothing back when asking fails', () => {
  const { redis, stream, writes } = connection();
  const ask = () => {
    stream.write('GET a');
    throw new Error('no key');
  };
  expect(() => inOneWrite(redis, ask)).toThrow('no key');
  expect(writes).toEqual([['GET a']]);
});

it('asks before there is a connection too', () => {
  expect(inOneWrite({} as Redis, () => 'asked')).toBe('asked');
});
