import { DatabaseError } from 'pg';

/** SQLSTATE class 22: the message itself quotes the offending value. */
const DATA_EXCEPTION = /^22/;

/** What a log may say of a database error: never its detail, context or parameters, which hold the row itself. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  if (!(error instanceof DatabaseError)) return { name, message, stack };
  const { code = '', table, constraint, routine } = error;
  return { name, code, table, constraint, routine, ...(DATA_EXCEPTION.test(code) ? {} : { message }) };
}
