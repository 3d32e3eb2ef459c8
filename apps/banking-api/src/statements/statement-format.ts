import Negotiator from 'negotiator';
import type { Readable } from 'node:stream';
import { statementCsv } from './statement-csv.js';
import { statementJson } from './statement-json.js';
import type { StreamedStatement } from './streamed-statement.js';

interface StatementFormat {
  readonly contentType: string;
  readonly extension: string;
  readonly write: (statement: StreamedStatement) => Readable;
}

const formats: Readonly<Record<'application/json' | 'text/csv', StatementFormat>> = {
  'application/json': {
    contentType: 'application/json; charset=utf-8',
    extension: 'json',
    write: statementJson,
  },
  'text/csv': {
    contentType: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    write: statementCsv,
  },
};

const offered = Object.keys(formats) as (keyof typeof formats)[];

/** What the caller likes best by its Accept header; JSON when it says nothing, or nothing that there is. */
export function statementFormat(accept: string | undefined): StatementFormat {
  const liked = accept === undefined ? undefined : new Negotiator({ headers: { accept } }).mediaType(offered);
  return formats[(liked as keyof typeof formats | undefined) ?? 'application/json'];
}
