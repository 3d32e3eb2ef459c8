import fc from 'fast-check';
import { incompatibilities, type Schema } from './compatibility.js';

const event = {
  type: 'object',
  required: ['id', 'data'],
  properties: {
    id: { type: 'string', pattern: '^[a-z]+$', description: 'Its name' },
    data: {
      type: 'object',
      required: ['amount', 'side'],
      properties: {
        amount: { type: 'string', examples: ['1.00'] },
        side: { anyOf: [{ const: 'in' }, { const: 'out', description: 'Leaves' }] },
        kind: { enum: ['a', 'b'] },
        description: { type: 'string' },
        tags: { type: 'array', items: { type: 'string', maxLength: 5 } },
        extra: { type: 'object', patternProperties: { '^x': { type: 'string' } }, maxProperties: 2 },
      },
    },
  },
};

type Properties = Record<string, Record<string, unknown>>;
/** The schema after `change` was done to its `data`. */
function changed(change: (data: { required: string[]; properties: Properties }) => void): Schema {
  const copy = structuredClone(event);
  change(copy.properties.data);
  return copy;
}

const at = '/properties/data';

describe('the compatibility of an event’s schema with itself in the same version', () => {
  it.each<[string, Schema]>([
    ['nothing', changed(() => undefined)],
    ['a new optional property', changed(({ properties }) => (properties['note'] = { type: 'string' }))],
    ['another description', changed(({ properties }) => (properties['amount']!['description'] = 'Money'))],
    ['other examples', changed(({ properties }) => (properties['amount']!['examples'] = ['2.00']))],
    [
      'a description of a choice',
      changed(({ properties }) => (properties['side'] = { anyOf: [{ const: 'in' }, { const: 'out' }] })),
    ],
    ['another order of what is required', changed(({ required }) => required.reverse())],
  ])('bears %s', (_, after) => {
    expect(incompatibilities(event, after)).toEqual([]);
  });

  it.each<[string, Schema, string]>([
    [
      'a property is removed',
      changed(({ properties }) => delete properties['kind']),
      `${at}/properties/kind was removed`,
    ],
    [
      'a property called like an annotation is removed',
      changed(({ properties }) => delete properties['description']),
      `${at}/properties/description was removed`,
    ],
    [
      'an optional property becomes required',
      changed(({ required }) => required.push('kind')),
      `${at}/properties/kind became required`,
    ],
    [
      'a new property is required',
      changed(({ required, properties }) => {
        required.push('note');
        properties['note'] = { type: 'string' };
      }),
      `${at}/properties/note became required`,
    ],
    [
      'a required property becomes optional',
      changed(({ required }) => required.pop()),
      `${at}/properties/side is required no more`,
    ],
    [
      'a type changes',
      changed(({ properties }) => (properties['amount']!['type'] = 'number')),
      `${at}/properties/amount/type was "string" and is "number"`,
    ],
    [
      'a pattern appears',
      changed(({ properties }) => (properties['amount']!['pattern'] = '^1$')),
      `${at}/properties/amount/pattern was absent and is "^1$"`,
    ],
    [
      'a pattern changes',
      { ...event, properties: { ...event.properties, id: { type: 'string', pattern: '.' } } },
      '/properties/id/pattern was "^[a-z]+$" and is "."',
    ],
    [
      'a pattern disappears',
      { ...event, properties: { ...event.properties, id: { type: 'string' } } },
      '/properties/id/pattern was "^[a-z]+$" and is absent',
    ],
    [
      'an enum grows',
      changed(({ properties }) => (properties['kind']!['enum'] = ['a', 'b', 'c'])),
      `${at}/properties/kind/enum was ["a","b"] and is ["a","b","c"]`,
    ],
    [
      'a choice changes',
      changed(({ properties }) => (properties['side'] = { anyOf: [{ const: 'in' }, { const: 'off' }] })),
      `${at}/properties/side/anyOf/1/const was "out" and is "off"`,
    ],
    [
      'a bound inside a list changes',
      changed(({ properties }) => (properties['tags']!['items'] = { type: 'string', maxLength: 6 })),
      `${at}/properties/tags/items/maxLength was 5 and is 6`,
    ],
    [
      'further properties are refused',
      changed((data) => Object.assign(data, { additionalProperties: false })),
      `${at}/additionalProperties was absent and is false`,
    ],
  ])('is broken when %s', (_, after, line) => {
    expect(incompatibilities(event, after)).toEqual([line]);
  });

  it.each<[string, (properties: Properties) => void]>([
    ['a choice more', (properties) => (properties['side']!['anyOf'] = [{ const: 'in' }])],
    ['another name pattern', (properties) => (properties['extra']!['patternProperties'] = { '^y': {} })],
    ['true in place of a schema', (properties) => ((properties as Record<string, unknown>)['kind'] = true)],
  ])('is broken by %s', (_, change) => {
    expect(
      incompatibilities(
        event,
        changed(({ properties }) => change(properties)),
      ),
    ).toHaveLength(1);
  });

  it('is broken by taking back whatever may be added', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), (names) => {
        const known = event.properties.data.properties;
        const added = names.filter((name) => !Object.hasOwn(known, name) && name !== '__proto__');
        const after = changed(({ properties }) => {
          for (const name of added) properties[name] = { type: 'string' };
        });
        expect(incompatibilities(event, after)).toEqual([]);
        expect(incompatibilities(after, event)).toHaveLength(added.length);
      }),
    );
  });
});
