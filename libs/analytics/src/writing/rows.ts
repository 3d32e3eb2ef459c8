import type { RecordedEvent } from '@trine/contracts';
import type { ParkedEvent } from '@trine/event-bus';
import { declineRow, type DeclineRow } from '../tables/declines.js';
import { entryRow, type EntryRow } from '../tables/entries.js';
import { holdRow, type HoldRow } from '../tables/holds.js';
import { parkedRow, type ParkedRow } from '../tables/parked.js';
import { positionRow, type PositionRow } from '../tables/positions.js';

/** What one partition's batch of events adds to the tables. */
export interface Rows {
  readonly entries: EntryRow[];
  readonly declines: DeclineRow[];
  readonly holds: HoldRow[];
  readonly parked: ParkedRow[];
  /** The first event's sequence. */
  readonly first: number;
  /** Where the partition stands once the rows are in. */
  readonly position: PositionRow;
}

/** `events` ascending; with what is parked, not empty. What only changes an account's standing adds nothing but the position. */
export function rowsOf(
  partition: number,
  events: readonly RecordedEvent[],
  parked: readonly ParkedEvent[] = [],
): Rows {
  const entries: EntryRow[] = [];
  const declines: DeclineRow[] = [];
  const holds: HoldRow[] = [];
  for (const event of events) {
    switch (event.type) {
      case 'EntryPosted':
        entries.push(entryRow(event.data, event, event.recordedAt));
        break;
      case 'TransferDeclined':
        declines.push(declineRow(event.data, event, event.recordedAt));
        break;
      case 'HoldPlaced':
      case 'HoldCaptured':
      case 'HoldReleased':
        holds.push(holdRow(event));
        break;
      default:
        break;
    }
  }
  const sequences = [...events, ...parked].map(({ sequence }) => sequence);
  const position = positionRow(partition, Math.max(...sequences));
  return { entries, declines, holds, parked: parked.map(parkedRow), first: Math.min(...sequences), position };
}

export function countOf({ entries, declines, holds }: Rows): number {
  return entries.length + declines.length + holds.length;
}
