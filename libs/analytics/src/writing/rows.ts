import type { RecordedEvent } from '@trine/contracts';
import { declineRow, type DeclineRow } from '../tables/declines.js';
import { entryRow, type EntryRow } from '../tables/entries.js';
import type { PositionRow } from '../tables/positions.js';

/** What one partition's batch of events adds to the tables. */
export interface Rows {
  readonly entries: EntryRow[];
  readonly declines: DeclineRow[];
  /** Where the partition stands once the rows are in. */
  readonly position: PositionRow;
}

/** `events` ascending and not empty. */
export function rowsOf(partition: number, events: readonly RecordedEvent[]): Rows {
  const entries: EntryRow[] = [];
  const declines: DeclineRow[] = [];
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
      case 'AccountOpened':
        break;
    }
  }
  return { entries, declines, position: { partition, sequence } };
}
