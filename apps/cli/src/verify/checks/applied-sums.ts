import { parseAmount, type EventData, type Positions, type RecordedEvent } from '@trine/contracts';
import { Check } from '../check.js';

/** What a store's sums are about, as a text, with their count and sum in minor units. */
export interface Sum {
  readonly count: number;
  readonly sum: bigint;
}

/** Which sum an entry belongs to and what it adds; undefined when it does not count. */
export type Contribution = (
  entry: EventData<'EntryPosted'>,
  amount: bigint,
) => ({ of: string } & Sum) | undefined;

/** Compares sums that a store keeps over everything up to `applied`, neither more nor less. */
export class AppliedSums extends Check {
  private readonly expected = new Map<string, Sum>();

  constructor(
    name: string,
    private readonly found: ReadonlyMap<string, Sum>,
    private readonly applied: Positions,
    private readonly contribution: Contribution,
  ) {
    super(name);
  }

  see(event: RecordedEvent): void {
    if (event.type !== 'EntryPosted' || event.sequence > (this.applied.get(event.partition) ?? 0)) return;
    const part = this.contribution(event.data, parseAmount(event.data.amount, event.data.currency));
    if (part === undefined) return;
    const { count, sum } = this.expected.get(part.of) ?? { count: 0, sum: 0n };
    this.expected.set(part.of, { count: count + part.count, sum: sum + part.sum });
  }

  finish(): void {
    for (const of of new Set([...this.expected.keys(), ...this.found.keys()])) {
      this.compared++;
      const [expected, found] = [this.expected.get(of), this.found.get(of)].map(told);
      if (expected !== found) this.differ(`${of} has ${found}, the log says ${expected}`);
    }
  }
}

function told(sum: Sum | undefined): string {
  return sum === undefined ? 'nothing' : `${sum.count} adding up to ${sum.sum} minor units`;
}
