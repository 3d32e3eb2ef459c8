import type { RecordedEvent } from '@trine/contracts';
import type { ParkedEvent } from '@trine/event-bus';
import { declineRow, type DeclineRow } from '../tables/declines.js';
import { entryRow, type EntryRow } from '../tables/entries.js';
import { holdRow, type HoldRow } from '../tables/holds.js';
import { parkedRow, type ParkedRow } from '../tables/parked.js';
import { positionRow, type PositionRow } from '../tables/positions.js';
import { NO_LOG_ENTRIES, type LogEntries } from './log-entries.js';

/** What one partition's batch of events adds to the tables. */
export interface Rows {
  readonly entries: EntryRow[];
  /** Entries that the server itself makes rows of. */
  readonly logEntries: LogEntries;
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
  const sequences = [...events, ...parked].map(({ sequence }) => sequence);
  return {
    ...tablesOf(events),
    logEntries: NO_LOG_ENTRIES,
    parked: parked.map(parkedRow),
    first: Math.min(...sequences),
    position: positionRow(partition, Math.max(...sequences)),
  };
}

export function tablesOf(events: readonly RecordedEvent[]): Pick<Rows, 'entries' | 'declines' | 'holds'> {
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
  return { entries, declines, holds };
}

export function countOf({ entries, logEntries, declines, holds }: Rows): number {
  return entries.length + logEntries.count + declines.length + holds.length;
}
