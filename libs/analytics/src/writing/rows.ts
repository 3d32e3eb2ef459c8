import type { RecordedEvent } from '@trine/contracts';
import { declineRow, type DeclineRow } from '../tables/declines.js';
import { entryRow, type EntryRow } from '../tables/entries.js';
import { holdRow, type HoldRow } from '../tables/holds.js';
import { positionRow, type PositionRow } from '../tables/positions.js';

/** What one partition's batch of events adds to the tables. */
export interface Rows {
  readonly entries: EntryRow[];
  readonly declines: DeclineRow[];
  readonly holds: HoldRow[];
  /** The first event's sequence. */
  readonly first: number;
  /** Where the partition stands once the rows are in. */
  readonly position: PositionRow;
}

/** `events` ascending and not empty. What only changes an account's standing adds nothing but the position. */
export function rowsOf(partition: number, events: readonly RecordedEvent[]): Rows {
  const entries: EntryRow[] = [];
  const declines: DeclineRow[] = [];
  const holds: HoldRow[] = [];
  let sequence = 0;
  for (const event of events) {
    sequence = event.sequence;
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
  const first = events[0]?.sequence ?? 0;
  return { entries, declines, holds, first, position: positionRow(partition, sequence) };
}

export function countOf({ entries, declines, holds }: Rows): number {
  return entries.length + declines.length + holds.length;
}
