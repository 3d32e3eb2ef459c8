import { Metadata, Reference } from '@trine/contracts';
import { portable } from './portable-schema.js';

const asJson = (schema: object) => portable(JSON.parse(JSON.stringify(schema)) as never);

describe('a schema for readers in any language', () => {
  it('tells the length of a text without a regular expression', () => {
    expect(asJson(Reference)).toMatchObject({ type: 'string', maxLength: 140, pattern: '^[^\\u0000]*$' });
  });

  it('tells the names of metadata without one', () => {
    const { patternProperties, ...schema } = asJson(Metadata) as Record<string, unknown>;
    expect(patternProperties).toBeUndefined();
    expect(schema).toMatchObject({
      maxProperties: 32,
      propertyNames: { minLength: 1, maxLength: 64 },
      additionalProperties: { type: 'string' },
    });
  });

  it('leaves other patterns, and properties that happen to be called so, as they are', () => {
    const schema = { properties: { pattern: { type: 'string', pattern: '^[A-Z]{3}$' } } };
    expect(asJson(schema)).toEqual(schema);
  });
});
