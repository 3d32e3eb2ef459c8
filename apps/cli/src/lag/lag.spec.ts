import type { ViewsResponse } from '@trine/contracts';
import { lagLine, lagTable } from './lag-table.js';

const view = (name: string, behind: number, rest = {}): ViewsResponse['views'][number] => ({
  name,
  version: 1,
  available: true,
  lagEvents: behind,
  lagMs: behind * 2,
  parked: 0,
  partitions: Array.from({ length: 16 }, (_, partition) => ({
    partition,
    head: 100,
    applied: partition === 3 ? 100 - behind : 100,
    ageMs: partition === 3 ? behind * 2 : 0,
  })),
  ...rest,
});
const views = [
  view('balances', 0),
  view('history', 7),
  view('analytics', 9, { available: false, parked: 2 }),
];

describe('the lag of the views', () => {
  it('is told by view and partition, in events and milliseconds, on one screen', () => {
    const lines = lagTable({ views }).split('\n');
    const cells = lines.map((line) => line.split('│').map((cell) => cell.trim()));
    expect(cells[1]).toEqual(['', 'partition', 'balances', 'history', 'analytics (down)', '']);
    expect(cells.find(([, first]) => first === '3')).toEqual(['', '3', '0', '7 (14 ms)', '9 (18 ms)', '']);
    expect(cells.find(([, first]) => first === '4')).toEqual(['', '4', '0', '0', '0', '']);
    expect(cells.find(([, first]) => first === 'total')).toEqual([
      '',
      'total',
      '0',
      '7 (14 ms)',
      '9 (18 ms)',
      '',
    ]);
    expect(cells.find(([, first]) => first === 'parked')).toEqual(['', 'parked', '0', '0', '2', '']);
    expect(lines.length).toBeLessThan(24);
  });

  it('is told in a line', () => {
    expect(lagLine({ views })).toBe('balances 0 | history 7 (14 ms) | analytics (down) 9 (18 ms), 2 parked');
  });
});
