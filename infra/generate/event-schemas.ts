import {
  CloudEvent,
  cloudEventType,
  eventCatalogue,
  eventTypes,
  schemaOf,
  type EventType,
} from '@trine/contracts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** One JSON Schema per event type and version, of the whole message as it is on the bus; path → content. */
export function eventSchemas(): Map<string, string> {
  const versions = eventTypes.flatMap((type) =>
    Array.from({ length: eventCatalogue[type].version }, (_, i) => ({ type, version: i + 1 })),
  );
  return new Map(
    versions.map(({ type, version }) => [
      `docs/events/${cloudEventType(type, version)}.json`,
      `${JSON.stringify(messageSchema(type, version), null, 2)}\n`,
    ]),
  );
}

function messageSchema(type: EventType, version: number): object {
  const name = cloudEventType(type, version);
  const properties = { ...CloudEvent.properties, type: { const: name }, data: schemaOf(type, version) };
  return { $schema: DIALECT, $id: `${name}.json`, title: name, ...CloudEvent, properties };
}
