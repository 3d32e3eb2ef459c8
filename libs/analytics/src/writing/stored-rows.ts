import { decodeStoredEvent, type RecordedEvent, type StoredEvent } from '@trine/contracts';
import { positionRow } from '../tables/positions.js';
import { isLogEntry, logEntriesOf } from './log-entries.js';
import { tablesOf, type Rows } from './rows.js';

/**
 * The rows of `stored` events, ascending and not empty: entries are left to the server as they are, the few others are
 * decoded.
 * @throws UndecodableEventError
 */
export function rowsOfStored(partition: number, stored: readonly StoredEvent[]): Rows {
  const entries: StoredEvent[] = [];
  const others: RecordedEvent[] = [];
  for (const event of stored) {
    if (isLogEntry(event)) entries.push(event);
    else others.push(decodeStoredEvent(event));
  }
  return {
    ...tablesOf(others),
    logEntries: logEntriesOf(entries),
    parked: [],
    first: stored[0]!.sequence,
    position: positionRow(partition, stored.at(-1)!.sequence),
  };
}
