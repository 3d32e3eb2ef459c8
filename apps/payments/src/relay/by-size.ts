import type { StoredEvent } from '@trine/contracts';

/** Kafka's own limit of a record batch is 1 MiB (message.max.bytes). */
const MAX_SEND_BYTES = 700_000;
/** What the CloudEvent's envelope and Kafka's record header add to an event's data, at most. */
const ENVELOPE_BYTES = 500;

/** Splits events, in order, so that each part fits one record batch. No event alone is near the limit. */
export function* bySize(events: readonly StoredEvent[]): Generator<StoredEvent[]> {
  let part: StoredEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.data) + ENVELOPE_BYTES;
    if (part.length > 0 && bytes + size > MAX_SEND_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(event);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
