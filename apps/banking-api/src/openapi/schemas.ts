import { ApiParam, ApiQuery } from '@nestjs/swagger';
import type { ProblemCode } from '@trine/contracts';
import type { TObject, TSchema } from 'typebox';

/** Swagger's types know OpenAPI 3.0 only; what is written is JSON Schema, which 3.1 is. */
export type AnySchema = never;
export type Headers = Record<string, { description: string; schema: { type: 'string' } }>;
/** Examples by name. */
export type Examples = Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
export type PathParameters = Readonly<Record<string, TSchema>>;

/** A schema of the contracts that has a name is a component of the document. */
export function refTo(schema: TSchema): AnySchema {
  const { $id } = schema as { $id?: string };
  if ($id === undefined) throw new Error('A body is a named schema');
  return { $ref: `#/components/schemas/${$id}` } as AnySchema;
}

export function pathParameters(path: PathParameters = {}): MethodDecorator[] {
  return Object.entries(path).map(([name, schema]) =>
    ApiParam({ name, description: descriptionOf(schema), schema: schema }),
  );
}

/** What can be no part of a path (a text that is far too long, say) is no route of ours. */
export function pathProblems(path: PathParameters | undefined): ProblemCode[] {
  return path === undefined ? [] : ['not_found'];
}

export function queryParameters(query: TObject | undefined): MethodDecorator[] {
  if (query === undefined) return [];
  const required = new Set(query.required as readonly string[] | undefined);
  return Object.entries<TSchema>(query.properties).map(([name, schema]) =>
    ApiQuery({
      name,
      required: required.has(name),
      description: descriptionOf(schema),
      schema: schema as AnySchema,
    }),
  );
}

function descriptionOf(schema: TSchema): string {
  return (schema as { description?: string }).description ?? '';
}
