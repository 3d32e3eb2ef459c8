import { CloudEvent, cloudEventType, eventCatalogue, eventTypes } from '@trine/contracts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** One JSON Schema per event type and version, of the whole message as it is on the bus; path → content. */
export function eventSchemas(): Map<string, string> {
  return new Map(
    eventTypes.map((type) => {
      const { version, schema } = eventCatalogue[type];
      const name = cloudEventType(type, version);
      const properties = { ...CloudEvent.properties, type: { const: name }, data: schema };
      const document = { $schema: DIALECT, $id: `${name}.json`, title: name, ...CloudEvent, properties };
      return [`docs/events/${name}.json`, `${JSON.stringify(document, null, 2)}\n`];
    }),
  );
}
