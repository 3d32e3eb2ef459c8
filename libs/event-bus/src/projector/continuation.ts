import type { RecordedEvent } from '@trine/contracts';

/** What of a delivery goes on from a position. */
export interface Continuation {
  /** The events position + 1, position + 2, …, as far as they go. */
  readonly run: readonly RecordedEvent[];
  /** What remains behind a gap; empty when there is none. */
  readonly beyondGap: readonly RecordedEvent[];
}

/** Skips what is known, takes what follows, stops at a gap (invariant 9). `events` may repeat and overlap. */
export function continuationOf(position: number, events: readonly RecordedEvent[]): Continuation {
  const run: RecordedEvent[] = [];
  for (const [index, event] of events.entries()) {
    const next = position + run.length + 1;
    if (event.sequence < next) continue;
    if (event.sequence > next) return { run, beyondGap: events.slice(index) };
    run.push(event);
  }
  return { run, beyondGap: [] };
}
