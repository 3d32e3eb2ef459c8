import { formatPosition } from '../log/position.js';
import { validatorOf, type InputFault, type Validator } from '../schema/validator.js';
import {
  eventCatalogue,
  eventTypes,
  isEventType,
  pastVersions,
  schemaOf,
  type EventType,
} from './catalogue.js';
import type { EventHeader, RecordedEvent, StoredEvent } from './recorded-event.js';

/** The stored bytes are no event this version of Trine knows: parked by a projector, never skipped. */
export class UndecodableEventError extends Error {
  override readonly name = 'UndecodableEventError';

  /** `stored`: the event, where it came from the event store. */
  constructor(
    message: string,
    readonly stored?: StoredEvent,
  ) {
    super(message);
  }
}

/** By type, then version − 1. */
const validators = Object.fromEntries(
  eventTypes.map((type) => {
    const versions = Array.from({ length: eventCatalogue[type].version }, (_, i) => schemaOf(type, i + 1)!);
    return [type, versions.map(validatorOf)];
  }),
) as Record<EventType, Validator<unknown>[]>;

/**
 * Reads an event as it was stored, in whatever version, as the current one.
 * @throws UndecodableEventError for an unknown type or version, or data that does not fit its schema
 */
export function decodeStoredEvent(stored: StoredEvent): RecordedEvent {
  try {
    return openEvent(stored, parse(stored));
  } catch (error) {
    throw error instanceof UndecodableEventError ? new UndecodableEventError(error.message, stored) : error;
  }
}

/** The same with `data` already parsed. */
export function openEvent(header: EventHeader, data: unknown): RecordedEvent {
  const { type, typeVersion, partition, sequence, recordedAt, correlationId } = header;
  const validator = isEventType(type) ? validators[type][typeVersion - 1] : undefined;
  if (validator === undefined) {
    throw new UndecodableEventError(`${formatPosition(header)} is of unknown type ${type} v${typeVersion}`);
  }
  const outcome = validator.validate(data);
  if (!outcome.ok) {
    throw new UndecodableEventError(`${formatPosition(header)} is no ${type}: ${describe(outcome.faults)}`);
  }
  const current = upcast(type as EventType, typeVersion, outcome.value);
  // Each field by its name: every event passes here, and V8 copies what is spread in slow code.
  const event =
    correlationId === undefined
      ? { type, data: current, partition, sequence, recordedAt }
      : { type, data: current, partition, sequence, recordedAt, correlationId };
  return event as RecordedEvent;
}

function upcast(type: EventType, typeVersion: number, data: unknown): unknown {
  const steps = pastVersions[type]?.slice(typeVersion - 1) ?? [];
  return steps.reduce((older, step) => step.upcast(older as never), data);
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
