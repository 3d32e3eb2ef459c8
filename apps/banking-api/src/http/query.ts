import {
  EARLIEST_OCCURRED_AT,
  LATEST_OCCURRED_AT,
  normaliseTime,
  ProblemError,
  validatorOf,
  type InputFault,
} from '@trine/contracts';
import Type, { type Static, type TObject, type TSchema } from 'typebox';

/** A parser of query strings: texts become what the schema says, unknown parameters are refused. */
export function queryParser<S extends TObject>(schema: S): (query: unknown) => Static<S> {
  const validator = validatorOf(schema);
  const times = Object.keys(schema.properties).filter((name) => isTime(schema.properties[name]!));
  return (query) => {
    const outcome = validator.validate(numbersIn(schema, query as Record<string, unknown>));
    if (outcome.ok) {
      for (const name of times) checkTime(name, (outcome.value as Record<string, unknown>)[name]);
      return outcome.value;
    }
    const errors = outcome.faults.map((fault): InputFault => ({
      ...fault,
      pointer: `/query${fault.pointer}`,
    }));
    throw new ProblemError('invalid_request', 'The query does not fit; see errors', errors);
  };
}

function isTime(property: TSchema): boolean {
  return 'format' in property && property.format === 'date-time';
}

/** What has the form of a time and is none: a leap second, which no clock of ours knows. */
function checkTime(name: string, value: unknown): void {
  if (typeof value === 'string' && Number.isNaN(Date.parse(value))) {
    throw invalid(`/query/${name}`, 'must be a time that exists, in RFC 3339');
  }
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

/** A time from a query, of any offset → UTC with milliseconds. @throws ProblemError `invalid_request` */
export function timeOf(parameter: string, text: string): string {
  const time = normaliseTime(text);
  if (time !== null) return time;
  const range = `from ${EARLIEST_OCCURRED_AT} to ${LATEST_OCCURRED_AT}`;
  throw invalid(`/query/${parameter}`, `must be an RFC 3339 time ${range}`);
}

/** For the one thing that is wrong with a request. */
export function invalid(pointer: string, message: string): ProblemError {
  return new ProblemError('invalid_request', 'The request does not fit; see errors', [{ pointer, message }]);
}
