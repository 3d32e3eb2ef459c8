import Type, { type Static } from 'typebox';
import { formatPosition } from '../log/position.js';
import { ID_PATTERN } from '../schema/fields.js';
import { validatorOf } from '../schema/validator.js';
import { cloudEventType, eventTypes, eventCatalogue, type EventType } from './catalogue.js';
import { openEvent, UndecodableEventError } from './decode.js';
import type { RecordedEvent, StoredEvent } from './recorded-event.js';

/** Where every event of every ledger comes from; CloudEvents wants a URI reference. */
export const SOURCE = '/trine/ledger';

/**
 * A message's value: CloudEvents 1.0, JSON, structured mode
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md). `sequence` is a string because
 * the format's integers have 32 bits.
 */
export const CloudEvent = Type.Object({
  specversion: Type.Literal('1.0'),
  id: Type.String({ description: 'Position: partition:sequence' }),
  type: Type.String(),
  source: Type.Literal(SOURCE),
  subject: Type.String({ description: 'Account id' }),
  time: Type.String({ description: 'recordedAt' }),
  datacontenttype: Type.Literal('application/json'),
  partition: Type.Integer({ minimum: 0 }),
  sequence: Type.String({ pattern: '^[1-9][0-9]{0,15}$' }),
  correlationid: Type.Optional(
    Type.String({ pattern: ID_PATTERN, description: 'Correlation id of the request that it came of' }),
  ),
  data: Type.Object({}),
});
export type CloudEvent = Static<typeof CloudEvent>;

const validator = validatorOf(CloudEvent);

const typesByName: ReadonlyMap<string, { type: EventType; typeVersion: number }> = new Map(
  eventTypes.flatMap((type) =>
    Array.from({ length: eventCatalogue[type].version }, (_, i) => [
      cloudEventType(type, i + 1),
      { type, typeVersion: i + 1 },
    ]),
  ),
);

/** The message of a stored event. `data` is put in as it was stored: it is never parsed on the way to the bus. */
export function encodeCloudEvent(event: StoredEvent): string {
  const { partition, sequence, correlationId } = event;
  const type = cloudEventType(event.type as EventType, event.typeVersion);
  return (
    `{"specversion":"1.0","id":"${formatPosition(event)}","type":"${type}","source":"${SOURCE}",` +
    `"subject":"${event.accountId}","time":"${event.recordedAt}","datacontenttype":"application/json",` +
    `"partition":${partition},"sequence":"${sequence}",` +
    (correlationId === undefined ? '' : `"correlationid":"${correlationId}",`) +
    `"data":${event.data}}`
  );
}

/** @throws UndecodableEventError */
export function decodeCloudEvent(message: string): RecordedEvent {
  const event = parse(message);
  if (!validator.check(event)) throw new UndecodableEventError('the message is no CloudEvent of ours');
  const known = typesByName.get(event.type);
  if (known === undefined) throw new UndecodableEventError(`${event.id} is of unknown type ${event.type}`);
  const { partition, time: recordedAt, correlationid: correlationId } = event;
  const { type, typeVersion } = known;
  const sequence = Number(event.sequence);
  return openEvent({ type, typeVersion, partition, sequence, recordedAt, correlationId }, event.data);
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    throw new UndecodableEventError('the message is not JSON');
  }
}
