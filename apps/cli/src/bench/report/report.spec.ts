import type { Told } from '../result.js';
import { lagTable } from './lag-table.js';
import { machineTable } from './machine-table.js';
import { medians } from './medians.js';
import { speedTable } from './speed-table.js';
import { usageTable } from './usage-table.js';

const bare = (requestsPerSecond: number, cpuMicroseconds: number, p99Ms: number) => ({
  requestsPerSecond,
  cpuMicroseconds,
  p99Ms,
});

function result(scenario: string, transfersPerSecond: number, changes: Partial<Told> = {}): Told {
  const offered = { requests: transfersPerSecond * 10, seconds: 10, refused: 0, errors: 0 };
  return {
    scenario,
    transfersPerSecond,
    unit: 'requests',
    steady: false,
    offered: { ...offered, p50: 4.2, p95: 8, p99: 12, max: 250 },
    lag: [],
    readable: [],
    drainMs: {},
    busyBefore: 0.1,
    ranked: [],
    allStartSeconds: [],
    calmMs: 3,
    usage: { payments: { cpuSeconds: 6, rssBefore: 120e6, rssHalfway: 140e6, rssBytes: 150e6 } },
    cores: { busy: 1.5, stolen: 0.02 },
    startSeconds: 9,
    yardsticks: [bare(28_000, 30, 6), bare(28_000, 30, 6)],
    ...changes,
  };
}
const cells = (table: string, row: string) =>
  table
    .split('\n')
    .find((line) => line.includes(` ${row} `))
    ?.split('│')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');

describe('what a bench reports', () => {
  it('is, of several runs, the one in the middle: for each load by itself', () => {
    const runs = [
      [result('a', 300), result('b', 1)],
      [result('a', 100), result('b', 3)],
      [result('a', 200), result('b', 2)],
    ];
    expect(medians(runs).map(({ transfersPerSecond }) => transfersPerSecond)).toEqual([200, 2]);
  });

  it('says what the least and the most of all runs were, and how long each took to be ready', () => {
    const runs = [300, 100, 200].map((rate) => [result('a', rate, { startSeconds: rate / 10 })]);
    const [told] = medians(runs);
    expect(told).toMatchObject({ ranked: [100, 200, 300], allStartSeconds: [10, 20, 30] });
    expect(cells(speedTable([told!]), 'a')?.at(-1)).toBe('100 to 300');
  });

  it('is at a steady rate the one whose latest view is in the middle', () => {
    const run = (name: string, p99: number) => {
      const lag = [
        { view: 'balances', p50: 1, p99: 1, max: 1, samples: 9 },
        { view: 'history', p50: 1, p99, max: p99, samples: 9 },
      ];
      return [result(name, 500, { steady: true, lag })];
    };
    expect(medians([run('a', 90), run('b', 70), run('c', 80)]).map(({ scenario }) => scenario)).toEqual([
      'c',
    ]);
  });

  it('tells speed and latencies, and what was refused or not answered as errors', () => {
    const { offered } = result('transfers', 12_000);
    const table = speedTable([
      result('transfers', 12_000, { offered: { ...offered, refused: 2, errors: 1 } }),
    ]);
    expect(cells(table, 'transfers')).toEqual([
      'transfers',
      '12,000',
      '12,000',
      '4.2',
      '8.0',
      '12.0',
      '250',
      '3',
      '3.0',
    ]);
  });

  it('compares with an earlier run by transfers, or by requests that carry none', () => {
    const reads = (requests: number) =>
      result('read', 0, { offered: { ...result('read', 0).offered, requests } });
    const table = speedTable(
      [result('hot', 110), reads(900), result('new', 5)],
      [result('hot', 100), reads(1_000)],
    );
    expect(cells(table, 'hot')?.slice(-2)).toEqual(['100', '+10.0 %']);
    expect(cells(table, 'read')?.slice(-2)).toEqual(['100', '-10.0 %']);
    expect(cells(table, 'new')?.at(-1)).toBe('3.0');
  });

  it('compares what runs at a steady rate by how long callers waited', () => {
    const steady = (p99: number) =>
      result('lag', 500, { steady: true, offered: { ...result('lag', 500).offered, p99 } });
    const table = speedTable([steady(60)], [steady(50)]);
    expect(cells(table, 'lag')?.slice(-2)).toEqual(['p99 50.0', '+20.0 %']);
  });

  it('tells what a process used for 1,000 transfers, and its memory before and after', () => {
    expect(cells(usageTable([result('transfers', 1_000)]), 'payments')).toEqual([
      'transfers',
      'payments',
      '0.600',
      '120',
      '140',
      '150',
    ]);
  });

  it('has nothing to tell of the memory of a load generator that has ended', () => {
    const usage = { 'load generator': { cpuSeconds: 1 } };
    expect(cells(usageTable([result('transfers', 1_000, { usage })]), 'load generator')?.at(-1)).toBe(
      '0.100',
    );
  });

  it('tells what the machine gave, beside what it gave the run that is compared with', () => {
    const now = result('transfers', 1_000, { yardsticks: [bare(14_000, 60, 12), bare(28_000, 30, 6)] });
    expect(cells(machineTable([now]), 'transfers')).toEqual([
      'transfers',
      '14,000 → 28,000',
      '12.0 → 6.0',
      '60.0 → 30.0',
      '0.10',
      '1.50',
      '0.02',
    ]);
    expect(cells(machineTable([now], [result('transfers', 2_000)]), 'transfers')?.slice(-2)).toEqual([
      '30.0',
      '+50.0 %',
    ]);
  });

  it('has a table of lag only where views ran', () => {
    expect(lagTable([result('transfers', 1)])).toBeUndefined();
    const lag = [{ view: 'balances', p50: 10, p99: 20, max: 30, samples: 9 }];
    const table = lagTable([result('pipeline', 1, { lag, drainMs: { balances: 40 } })]);
    expect(cells(table!, 'balances: behind')).toEqual([
      'pipeline',
      'balances: behind',
      '9',
      '10.0',
      '20.0',
      '30.0',
      '40.0',
    ]);
  });
});
