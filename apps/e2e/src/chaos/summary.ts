import type { Journal } from '../testing/journal.js';
import { processes, type Fault, type FaultKind, type Step } from './schedule.js';

interface Recovery {
  readonly faults: readonly Fault[];
  readonly ms: number;
}

/** What was done and how long it took to be well again. */
export class Summary {
  private readonly recoveries: Recovery[] = [];

  add({ faults }: Step, ms: number): void {
    this.recoveries.push({ faults, ms });
  }

  toString(journal: Journal, differences: readonly string[]): string {
    const rows = [
      ['process', 'kills', 'freezes', 'others', 'longest recovery'],
      ...processes.map((name) => this.row(name)),
    ];
    const together = this.recoveries.filter(({ faults }) => faults.length > 1);
    rows.push(['two at once', String(together.length), '', '', longest(together)]);
    const { posted, refused, repeats, replays } = journal;
    return [
      ...table(rows),
      '',
      `commands: ${posted.length} posted, ${refused.length} refused; ${repeats} retries, ${replays} replays (retries of what was recorded)`,
      `differences: ${differences.length === 0 ? 'none' : `\n  ${differences.join('\n  ')}`}`,
    ].join('\n');
  }

  private row(name: string): string[] {
    const faults = this.recoveries
      .flatMap((recovery) => recovery.faults)
      .filter(({ process }) => process === name);
    const count = (holds: (kind: FaultKind) => boolean) =>
      String(faults.filter(({ kind }) => holds(kind)).length);
    const alone = this.recoveries.filter(({ faults }) => faults.length === 1 && faults[0]!.process === name);
    return [
      name,
      count((kind) => kind === 'kill'),
      count((kind) => kind === 'freeze'),
      count((kind) => kind !== 'kill' && kind !== 'freeze'),
      longest(alone),
    ];
  }
}

export function named(faults: readonly Fault[]): string {
  return faults.map(({ kind, process }) => `${kind} ${process}`).join(' and ');
}

function longest(recoveries: readonly Recovery[]): string {
  const [first] = recoveries.toSorted((a, b) => b.ms - a.ms);
  return first === undefined ? '-' : `${(first.ms / 1_000).toFixed(1)} s (${named(first.faults)})`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
