import { Bell } from './bell.js';

const LONG_MS = 3_600_000;

describe('Bell', () => {
  it('wakes who waits', async () => {
    const bell = new Bell();
    const waiting = bell.wait(LONG_MS);
    bell.ring();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('remembers one ring that came too early, and only one', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    await bell.wait(LONG_MS);
    let woken = false;
    const waiting = bell.wait(LONG_MS).then(() => (woken = true));
    await new Promise(setImmediate);
    expect(woken).toBe(false);
    bell.ring();
    await waiting;
  });

  it('rings by itself when the time is up', async () => {
    await expect(new Bell().wait(1)).resolves.toBeUndefined();
  });
});
