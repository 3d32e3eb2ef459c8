import { ID_PATTERN, ProblemError, validatorOf, type InputFault, type ProblemCode } from '@trine/contracts';
import Type, { type Static, type TObject } from 'typebox';

/** A parser of query strings: texts become what the schema says, unknown parameters are refused. */
export function queryParser<S extends TObject>(schema: S): (query: unknown) => Static<S> {
  const validator = validatorOf(schema);
  return (query) => {
    const outcome = validator.validate(numbersIn(schema, query as Record<string, unknown>));
    if (outcome.ok) return outcome.value;
    const errors = outcome.faults.map((fault): InputFault => ({
      ...fault,
      pointer: `/query${fault.pointer}`,
    }));
    throw new ProblemError('invalid_request', 'The query does not fit; see errors', errors);
  };
}

/** For routes that take no parameters. */
export const noQuery = queryParser(Type.Object({}, { additionalProperties: false }));

function numbersIn(schema: TObject, query: Record<string, unknown>): Record<string, unknown> {
  const isInteger = (name: string) => {
    const property = schema.properties[name];
    return property !== undefined && 'type' in property && property.type === 'integer';
  };
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const digits = typeof value === 'string' && /^-?\d{1,15}$/.test(value);
      return [name, digits && isInteger(name) ? Number(value) : value];
    }),
  );
}

const id = new RegExp(ID_PATTERN);

/** What cannot be an id names nothing. */
export function existingId(text: string, code: ProblemCode): string {
  if (id.test(text)) return text;
  throw new ProblemError(code, 'Ids are 1 to 64 of A-Z a-z 0-9 . _ : -');
}
