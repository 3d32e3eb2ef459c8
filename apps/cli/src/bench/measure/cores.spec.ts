import { coresBetween, parseCoreTimes } from './cores.js';

const before = `cpu  1000 20 300 5000 60 0 40 7 11 0
cpu0 500 10 150 2500 30 0 20 4 6 0
cpu1 500 10 150 2500 30 0 20 3 5 0
intr 4711`;
const after = `cpu  1100 20 340 5040 60 0 50 17 11 0
cpu0 550 10 170 2520 30 0 25 9 6 0
cpu1 550 10 170 2520 30 0 25 8 5 0
intr 4712`;

describe('cores', () => {
  it('are read from what Linux tells of all of them', () => {
    expect(parseCoreTimes(before)).toEqual({ busy: 1_360, stolen: 7, all: 6_427, cores: 2 });
  });

  it('are those busy and those taken, of what passed on each of them', () => {
    expect(coresBetween(parseCoreTimes(before), parseCoreTimes(after))).toEqual({ busy: 1.5, stolen: 0.1 });
  });
});
