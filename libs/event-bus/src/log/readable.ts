import {
  decodeStoredEvent,
  UndecodableEventError,
  type RecordedEvent,
  type StoredEvent,
} from '@trine/contracts';

/**
 * Decodes events as far as they can be read.
 * @throws UndecodableEventError with what is stored, when the first cannot
 */
export function readable(stored: readonly StoredEvent[]): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  for (const each of stored) {
    try {
      events.push(decodeStoredEvent(each));
    } catch (error) {
      if (events.length === 0 || !(error instanceof UndecodableEventError)) throw error;
      break;
    }
  }
  return events;
}
