import { schedule, type Step } from './schedule.js';

function steps(seed: number, count: number): Step[] {
  const found: Step[] = [];
  for (const step of schedule(seed)) {
    if (found.length === count) break;
    found.push(step);
  }
  return found;
}

describe('the schedule of chaos', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(steps(42, 200)).toEqual(steps(42, 200));
    expect(steps(43, 200)).not.toEqual(steps(42, 200));
  });

  it('has every fault once before any comes again', () => {
    const faults = steps(42, 29).flatMap((step) => step.faults);
    const names = faults.slice(0, 29).map(({ kind, process }) => `${kind} ${process}`);
    expect(new Set(names).size).toBe(29);
  });

  it('never does two things at once to one process, and does two things at once now and then', () => {
    const pairs = steps(7, 1_000).filter(({ faults }) => faults.length === 2);
    expect(pairs.length).toBeGreaterThan(150);
    expect(pairs.filter(({ faults }) => faults[0]!.process === faults[1]!.process)).toEqual([]);
  });
});
