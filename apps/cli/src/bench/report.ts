import Table from 'cli-table3';
import type { Result } from './result.js';

const plain = { head: [], border: [] };
const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const ms = (value: number) => (value < 100 ? value.toFixed(1) : whole(value));

/**
 * Of several runs of one scenario, for each of its loads the result in the middle: by {@link speedOf}, or where all run
 * at the same rate by how late (p99) the view was that was the latest.
 */
export function medians(runs: readonly Result[][]): Result[] {
  return runs[0]!.map((_, nth) => {
    const rankOf = (result: Result) => (result.steady ? latenessOf(result) : speedOf(result));
    const sorted = runs.map((results) => results[nth]!).toSorted((a, b) => rankOf(a) - rankOf(b));
    return sorted[Math.floor(sorted.length / 2)]!;
  });
}

function latenessOf({ lag, readable }: Result): number {
  return Math.max(0, ...[...lag, ...readable].map(({ p99 }) => p99));
}

/** Transfers a second, or requests that carry none. */
export function speedOf({ transfersPerSecond, offered }: Result): number {
  return transfersPerSecond || offered.requests / offered.seconds;
}

/** `before`: the same scenarios of an earlier run. `calm`: how long after the load the app answers as before it. */
export function speedTable(results: readonly Result[], before: readonly Result[] = []): string {
  const compared = before.length > 0;
  const head = [
    'scenario',
    'transfers/s',
    'requests/s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'max ms',
    'errors',
    'calm ms',
  ];
  const table = new Table({ head: compared ? [...head, 'was', 'change'] : head, style: plain });
  for (const result of results) {
    const { p50, p95, p99, max, requests, seconds, refused, errors } = result.offered;
    const row = [result.scenario, whole(result.transfersPerSecond)];
    if (result.unit === 'events') row.push(`${whole(requests / seconds)} events`, '', '', '', '', '0', '');
    else
      row.push(
        whole(requests / seconds),
        ...[p50, p95, p99, max].map(ms),
        String(refused + errors),
        ms(result.calmMs),
      );
    table.push(compared ? [...row, ...changeOf(result, before)] : row);
  }
  return table.toString();
}

function changeOf(result: Result, before: readonly Result[]): [string, string] {
  const was = before.find(({ scenario }) => scenario === result.scenario);
  if (was === undefined) return ['', ''];
  // At a rate that is given, what changes is how long callers wait.
  if (result.steady) {
    const { p99 } = was.offered;
    return [`p99 ${ms(p99)}`, percentChange(result.offered.p99, p99)];
  }
  return [whole(speedOf(was)), percentChange(speedOf(result), speedOf(was))];
}

function percentChange(now: number, then: number): string {
  const percent = (now / then - 1) * 100;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
}

/** How far the views were behind during the load, and how soon a transfer could be read. */
export function lagTable(results: readonly Result[]): string | undefined {
  const rows = results.flatMap(({ scenario, lag, readable, drainMs }) => [
    ...lag.map(({ view, p50, p99, max }) => [scenario, `${view}: behind`, p50, p99, max, drainMs]),
    ...readable.map(({ view, p50, p99, max }) => [
      scenario,
      `${view}: to readable`,
      p50,
      p99,
      max,
      undefined,
    ]),
  ]);
  if (rows.length === 0) return undefined;
  const table = new Table({
    head: ['scenario', 'view', 'p50 ms', 'p99 ms', 'max ms', 'drain ms'],
    style: plain,
  });
  for (const row of rows) table.push(row.map((cell) => (typeof cell === 'number' ? ms(cell) : (cell ?? ''))));
  return table.toString();
}

/** CPU per 1,000 transfers (or requests that carry none, or events), and memory. */
export function usageTable(results: readonly Result[]): string {
  const table = new Table({
    head: ['scenario', 'process', 'CPU s / 1,000', 'RSS MB before', 'after'],
    style: plain,
  });
  for (const { scenario, usage, offered, transfersPerSecond } of results) {
    const thousands = (transfersPerSecond * offered.seconds || offered.requests) / 1_000;
    for (const [name, { cpuSeconds, rssBefore, rssBytes }] of Object.entries(usage))
      table.push([
        scenario,
        name,
        (cpuSeconds / thousands).toFixed(3),
        rssBytes === 0 ? '' : whole(rssBefore / 1e6),
        rssBytes === 0 ? '' : whole(rssBytes / 1e6),
      ]);
  }
  return table.toString();
}

/** What the machine gave: a bare server before each run (see Yardstick), and how many cores were busy during it. */
export function machineTable(results: readonly Result[], before: readonly Result[] = []): string {
  const compared = before.length > 0;
  const head = ['scenario', 'bare server requests/s', 'µs', 'cores busy', 'stolen'];
  const table = new Table({ head: compared ? [...head, 'µs was', 'change'] : head, style: plain });
  for (const { scenario, yardstick, cores } of results) {
    const { requestsPerSecond, microseconds } = yardstick;
    const told = [whole(requestsPerSecond), microseconds.toFixed(1)];
    const row = [scenario, ...told, cores.busy.toFixed(2), cores.stolen.toFixed(2)];
    const was = before.find((result) => result.scenario === scenario)?.yardstick.microseconds;
    const change = was === undefined ? ['', ''] : [was.toFixed(1), percentChange(microseconds, was)];
    table.push(compared ? [...row, ...change] : row);
  }
  return table.toString();
}
