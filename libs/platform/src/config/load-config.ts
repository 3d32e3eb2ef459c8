import type { Static, TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** Everything that is wrong with the environment, all at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads an app's settings from the environment, once, at start. Each property of the schema is a variable's name;
 * its `default` applies when the variable is unset or empty.
 * @throws ConfigError naming every variable that is missing or wrong
 */
export function loadConfig<S extends TObject>(schema: S, environment: Environment = process.env): Static<S> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<TSchema>(schema.properties)) {
    const text = environment[name];
    const value = text === undefined || text === '' ? defaultOf(field) : coerce(field, text);
    if (value !== undefined) values[name] = value;
  }
  const compiled = Compile(schema);
  if (compiled.Check(values)) return values;
  const faults = [...compiled.Errors(values)].flatMap((error) => {
    if (error.keyword !== 'required') return [`${error.instancePath.slice(1)} ${error.message}`];
    return error.params.requiredProperties.map((name) => `${name} is not set`);
  });
  throw new ConfigError(`The environment is not usable: ${faults.join('; ')}`);
}

function defaultOf(field: TSchema): unknown {
  return (field as { default?: unknown }).default;
}

function coerce(field: TSchema, text: string): unknown {
  const { type } = field as { type?: string };
  if (type === 'integer' || type === 'number') return text.trim() === '' ? text : Number(text);
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** The settings fit for a log: whatever a URL carries before its host is left out. */
export function withoutSecrets(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/\/\/[^/@]*@/, '//***@') : value,
    ]),
  );
}
