import type { Positions, RecordedEvent } from '@trine/contracts';
import { hash } from 'node:crypto';
import { Check } from '../check.js';
import { differenceOf, type State } from '../state.js';

/** What rows add up to. */
export interface Sum {
  readonly count: number;
  /** Minor units. */
  readonly sum: bigint;
  /** The exclusive or of their digests; 0 where none is made. */
  readonly digest: bigint;
}

/** Which sum an event belongs to and what it adds; undefined when it does not count. */
export type Contribution = (event: RecordedEvent) => ({ of: string } & Sum) | undefined;

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
    if (event.sequence > (this.applied.get(event.partition) ?? 0)) return;
    const part = this.contribution(event);
    if (part !== undefined) this.expected.set(part.of, added(this.expected.get(part.of), part));
  }

  override async finish(): Promise<void> {
    for (const of of new Set([...this.expected.keys(), ...this.found.keys()])) {
      this.compared++;
      const [expected, found] = [this.expected.get(of), this.found.get(of)].map(told) as [State, State];
      const difference = differenceOf(found, expected);
      if (difference !== undefined) this.differ(`${of}: ${difference}`);
    }
  }
}

export function added(before: Sum | undefined, { count, sum, digest }: Sum): Sum {
  if (before === undefined) return { count, sum, digest };
  return { count: before.count + count, sum: before.sum + sum, digest: before.digest ^ digest };
}

/** Of a row's columns as text, as the store makes it: the first 8 bytes of their SHA-256, little endian. */
export function digestOf(...columns: (string | number | bigint)[]): bigint {
  return hash('sha256', columns.join('\0'), 'buffer').readBigUInt64LE();
}

function told({ count, sum, digest }: Sum = { count: 0, sum: 0n, digest: 0n }): State {
  return { 'number of rows': `${count}`, 'sum in minor units': `${sum}`, digest: digest.toString(16) };
}
