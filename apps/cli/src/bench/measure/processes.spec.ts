import { usageBetween } from './processes.js';

const at = (cpuSeconds: number, rssBytes: number) => new Map([['payments', { cpuSeconds, rssBytes }]]);

describe('what a process used between two looks', () => {
  it('is CPU since the first, and its memory at both', () => {
    expect(usageBetween(at(10, 120), at(12.5, 150))).toEqual({
      payments: { cpuSeconds: 2.5, rssBefore: 120, rssBytes: 150 },
    });
  });

  it('has its memory half way where that was looked at', () => {
    expect(usageBetween(at(10, 120), at(12.5, 150), at(11, 140))).toEqual({
      payments: { cpuSeconds: 2.5, rssBefore: 120, rssHalfway: 140, rssBytes: 150 },
    });
  });
});
