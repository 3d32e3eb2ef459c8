import { Backoff } from './backoff.js';

describe('Backoff', () => {
  it('ends its wait at once when it is told to', async () => {
    const backoff = new Backoff({ firstMs: 3_600_000, maxMs: 3_600_000 });
    const stop = new AbortController();
    const wait = backoff.wait(stop.signal);
    stop.abort();
    await expect(wait).resolves.toBeUndefined();
  });
});
