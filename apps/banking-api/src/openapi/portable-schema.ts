/** A text as libs/contracts says it: any code point but U+0000 and lone surrogates, so many of them. */
const TEXT_PATTERN = /^\^\(\?:\[\^\\u0000.*\]\)\{(\d+),(\d*)\}\$$/;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The same schema for readers in any language: many regular expression engines know no surrogates, so a text's length
 * is told by `minLength` and `maxLength` (JSON Schema counts code points), and names of properties by `propertyNames`.
 */
export function portable(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(portable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { pattern, patternProperties, ...rest } = schema;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, portable(value)])),
    ...portablePattern(pattern),
    ...portableNames(patternProperties),
  };
}

function portablePattern(pattern: Json | undefined): Record<string, Json> {
  // A property may be called pattern too.
  if (typeof pattern !== 'string') return pattern === undefined ? {} : { pattern: portable(pattern) };
  const match = TEXT_PATTERN.exec(pattern);
  if (match === null) return { pattern };
  const [, min, max] = match;
  const lengths = {
    ...(min !== '0' && { minLength: Number(min) }),
    ...(max !== '' && { maxLength: Number(max) }),
  };
  return { ...lengths, pattern: '^[^\\u0000]*$' };
}

function portableNames(properties: Json | undefined): Record<string, Json> {
  if (properties === undefined) return {};
  const [only, ...others] = Object.entries(properties as Record<string, Json>);
  if (only === undefined || others.length > 0 || !TEXT_PATTERN.test(only[0]))
    return { patternProperties: portable(properties) };
  return { propertyNames: portablePattern(only[0]), additionalProperties: portable(only[1]) };
}
