/** A JSON Schema, or any object or list within one. */
export type Schema = Readonly<Record<string, unknown>>;

/** They explain a schema and bind nobody. */
const ANNOTATIONS = new Set(['title', 'description', 'examples', '$comment']);
/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const NESTED = new Set(['items', 'not', 'anyOf', 'oneOf', 'allOf', 'patternProperties', '$defs']);

/**
 * What keeps `after` from being the same version of an event as `before`: nothing may change within a version but
 * annotations and new optional properties (invariant 7). Each line names the place and the change; none means that
 * they are compatible.
 */
export function incompatibilities(before: Schema, after: Schema): string[] {
  return ofSchema(before, after, '');
}

function ofSchema(before: Schema, after: Schema, at: string): string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords].flatMap((keyword) => {
    if (ANNOTATIONS.has(keyword)) return [];
    const [old, now] = [before[keyword], after[keyword]];
    if (keyword === 'required') return ofRequired(old, now, at);
    if (keyword === 'properties') return ofProperties(old, now, `${at}/properties`);
    return NESTED.has(keyword)
      ? ofNested(old, now, `${at}/${keyword}`)
      : ofValue(old, now, `${at}/${keyword}`);
  });
}

function ofProperties(before: unknown = {}, after: unknown = {}, at: string): string[] {
  const [old, now] = [before as Schema, after as Schema];
  return Object.entries(old).flatMap(([name, schema]) => {
    const place = `${at}/${name}`;
    return Object.hasOwn(now, name) ? ofNested(schema, now[name], place) : [`${place} was removed`];
  });
}

function ofRequired(before: unknown = [], after: unknown = [], at: string): string[] {
  const [old, now] = [before as string[], after as string[]];
  const added = now.filter((name) => !old.includes(name));
  const removed = old.filter((name) => !now.includes(name));
  return [
    ...added.map((name) => `${at}/properties/${name} became required`),
    ...removed.map((name) => `${at}/properties/${name} is required no more`),
  ];
}

/** Schemas in the same places are compared as schemas; any other change of shape is a change. */
function ofNested(before: unknown, after: unknown, at: string): string[] {
  if (!isObject(before) || !isObject(after)) return ofValue(before, after, at);
  const isOfSchemas = Array.isArray(before) || /\/(?:patternProperties|\$defs)$/.test(at);
  if (!isOfSchemas) return ofSchema(before, after, at);
  if (Object.keys(before).sort().join('\n') !== Object.keys(after).sort().join('\n')) {
    return ofValue(before, after, at);
  }
  return Object.keys(before).flatMap((key) => ofNested(before[key], after[key], `${at}/${key}`));
}

function ofValue(before: unknown, after: unknown, at: string): string[] {
  const [old, now] = [canonical(before), canonical(after)];
  return old === now ? [] : [`${at} was ${old} and is ${now}`];
}

/** The same text for the same value, in whatever order its keys are. */
function canonical(value: unknown): string {
  if (value === undefined) return 'absent';
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Lists too: their indices are their keys. */
function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
