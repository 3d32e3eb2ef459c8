import { Compile } from 'typebox/compile';
import type { Static, TSchema } from 'typebox';

/** One thing wrong with an input. `pointer` is a JSON pointer (RFC 6901), "" being the whole. */
export interface InputFault {
  readonly pointer: string;
  readonly message: string;
  /** Where one item of several was refused: the problem code it would have had alone. */
  readonly code?: string;
}

export interface Validator<T> {
  /** Returns the value itself, typed, or what is wrong with it (never both, never neither). */
  validate(value: unknown): { ok: true; value: T } | { ok: false; faults: InputFault[] };
  check(value: unknown): value is T;
}

/** So that an answer to bad input stays small however bad the input is. */
const MAX_FAULTS = 20;

/** Keywords whose message only repeats what their children say. */
const REDUNDANT = new Set(['additionalProperties', 'anyOf', 'oneOf', 'allOf', 'if']);

/** Compiles a schema once; keep the result in a module constant. */
export function validatorOf<S extends TSchema>(schema: S): Validator<Static<S>> {
  const compiled = Compile(schema);
  const check = (value: unknown): value is Static<S> => compiled.Check(value);
  return {
    check,
    validate(value) {
      if (check(value)) return { ok: true, value };
      return { ok: false, faults: faultsOf(compiled.Errors(value)) };
    },
  };
}

function faultsOf(errors: Iterable<SchemaError>): InputFault[] {
  const all = [...errors];
  const telling = all.filter(({ keyword }) => !REDUNDANT.has(keyword));
  const faults = new Map<string, InputFault>();
  for (const error of telling.length > 0 ? telling : all) {
    for (const fault of expand(error)) {
      if (!faults.has(fault.pointer)) faults.set(fault.pointer, fault);
    }
  }
  return [...faults.values()].slice(0, MAX_FAULTS);
}

interface SchemaError {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params?: unknown;
}

function expand({ keyword, schemaPath, instancePath, message, params }: SchemaError): InputFault[] {
  if (keyword === 'required') {
    const missing = (params as { requiredProperties?: string[] }).requiredProperties ?? [];
    return missing.map((name) => ({ pointer: `${instancePath}/${escape(name)}`, message: 'is required' }));
  }
  if (keyword === 'boolean' && schemaPath.endsWith('additionalProperties')) {
    return [{ pointer: instancePath, message: 'is not a known field' }];
  }
  return [{ pointer: instancePath, message }];
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
