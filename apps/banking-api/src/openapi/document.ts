import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import * as contracts from '@trine/contracts';
import { portable } from './portable-schema.js';
import { problemExamples } from './problem-responses.js';

/** Every schema of the contracts that has a name, as a component. */
function namedSchemas(): Record<string, object> {
  const named: Record<string, object> = {};
  for (const value of Object.values<unknown>(contracts)) {
    if (typeof value !== 'object' || value === null || !('$id' in value)) continue;
    const { $id, ...schema } = value;
    named[String($id)] = JSON.parse(JSON.stringify(schema)) as object;
  }
  return named;
}

const description = [
  'A payments core: one ledger, three views. Amounts are decimal strings in the currency beside them, never JSON numbers.',
  'Every command has an Idempotency-Key: sent again with the same body it is answered from the record and does nothing. Every write answers with a Consistency-Token; a read that sends it back contains that write.',
  'Errors are problems (RFC 9457) with a stable `code`. Of several reasons for a refusal the first in the order listed is told.',
].join('\n\n');

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const info = new DocumentBuilder()
    .setTitle('Trine')
    .setDescription(description)
    .setVersion('1')
    .addServer('/')
    .setOpenAPIVersion('3.1.0')
    .build();
  const document = SwaggerModule.createDocument(app, info, {
    operationIdFactory: (_controller, method) => method,
  });
  const paths = Object.fromEntries(
    Object.entries(document.paths).filter(([path]) => path.startsWith('/v1/')),
  );
  const components = { ...document.components, schemas: namedSchemas(), examples: problemExamples() };
  return portable(
    JSON.parse(JSON.stringify({ ...document, paths, components })) as never,
  ) as unknown as OpenAPIObject;
}

/** The document at /openapi.json and pages to read and try it at /docs. */
export function serveOpenApi(app: INestApplication): void {
  const document = openApiDocument(app);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
}
