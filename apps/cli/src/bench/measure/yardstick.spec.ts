import { unsteady } from './yardstick.js';

const bare = (cpuMicroseconds: number) => ({ requestsPerSecond: 20_000, p99Ms: 6, cpuMicroseconds });

describe('a machine', () => {
  it('is not steady when a bare request takes much more or much less CPU after a run', () => {
    expect([unsteady([bare(30), bare(40)]), unsteady([bare(40), bare(30)])]).toEqual([true, true]);
  });

  it('is not called unsteady for a little, nor when only one look could be had', () => {
    expect([unsteady([bare(30), bare(33)]), unsteady([bare(30)]), unsteady([])]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
