import { coresBetween } from './cores.js';

describe('cores', () => {
  it('are those busy and those taken, of what passed on each of them', () => {
    const before = { busy: 1_000, stolen: 10, all: 4_000, cores: 2 };
    const after = { busy: 1_150, stolen: 20, all: 4_200, cores: 2 };
    expect(coresBetween(before, after)).toEqual({ busy: 1.5, stolen: 0.1 });
  });

  it('are none where the machine does not tell', () => {
    const nothing = { busy: 0, stolen: 0, all: 0, cores: 0 };
    expect(coresBetween(nothing, nothing)).toEqual({ busy: 0, stolen: 0 });
  });
});
