import { mongo } from 'mongoose';
import { isOutage } from './outage.js';

const serverError = (code: number) => new mongo.MongoServerError({ message: 'said by the server', code });

describe('what passes by itself', () => {
  it.each([50, 91, 189, 11600, 11602, 13436, 14031])('is a server that cannot be asked now (%d)', (code) => {
    expect(isOutage(serverError(code))).toBe(true);
  });

  it('is what the driver could not do of a bulk write', () => {
    const away = new mongo.MongoServerSelectionError(
      'no server',
      new mongo.MongoNetworkError('refused') as never,
    );
    const wrapped = new mongo.MongoBulkWriteError(away, {} as never);
    expect(isOutage(wrapped)).toBe(true);
  });

  it('is a server that does not answer', () => {
    expect(isOutage(new mongo.MongoNetworkError('connection closed'))).toBe(true);
  });

  it.each([121, 11000])('is not a write that is refused (%d)', (code) => {
    expect(isOutage(serverError(code))).toBe(false);
  });
});
