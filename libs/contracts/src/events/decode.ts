import { formatPosition } from '../log/position.js';
import { validatorOf, type InputFault, type Validator } from '../schema/validator.js';
import { eventCatalogue, isEventType, type EventType, type LedgerEvent } from './catalogue.js';
import type { EventHeader, RecordedEvent, StoredEvent } from './recorded-event.js';

/** The stored bytes are no event this version of Trine knows: parked by a projector, never skipped. */
export class UndecodableEventError extends Error {
  override readonly name = 'UndecodableEventError';
}

const validators = Object.fromEntries(
  Object.entries(eventCatalogue).map(([type, { schema }]) => [type, validatorOf(schema)]),
) as Record<EventType, Validator<unknown>>;

/**
 * Reads an event as it was stored.
 * @throws UndecodableEventError for an unknown type or version, or data that does not fit its schema
 */
export function decodeStoredEvent(stored: StoredEvent): RecordedEvent {
  return openEvent(stored, parse(stored));
}

/** The same with `data` already parsed. */
export function openEvent(header: EventHeader, data: unknown): RecordedEvent {
  const { type, typeVersion, partition, sequence, recordedAt } = header;
  if (!isEventType(type) || typeVersion !== eventCatalogue[type].version) {
    throw new UndecodableEventError(`${formatPosition(header)} is of unknown type ${type} v${typeVersion}`);
  }
  const outcome = validators[type].validate(data);
  if (!outcome.ok) {
    throw new UndecodableEventError(`${formatPosition(header)} is no ${type}: ${describe(outcome.faults)}`);
  }
  return { ...({ type, data: outcome.value } as LedgerEvent), partition, sequence, recordedAt };
}

function parse(stored: StoredEvent): unknown {
  try {
    return JSON.parse(stored.data);
  } catch {
    throw new UndecodableEventError(`${formatPosition(stored)} is not JSON`);
  }
}

function describe(faults: readonly InputFault[]): string {
  return faults.map(({ pointer, message }) => `${pointer || '/'} ${message}`).join(', ');
}
