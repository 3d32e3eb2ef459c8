import { Readable } from 'node:stream';
import type { StreamedStatement } from './streamed-statement.js';

/** Characters written at a time: a few dozen entries, far fewer writes. */
const CHUNK = 16 * 1024;

/** The statement as one JSON object; reads on only as fast as it is read. */
export function statementJson(statement: StreamedStatement): Readable {
  return Readable.from(textsOf(statement), { objectMode: false });
}

async function* textsOf({ entries, ...head }: StreamedStatement): AsyncGenerator<string> {
  let text = `${JSON.stringify(head).slice(0, -1)},"entries":[`;
  let separator = '';
  for await (const entry of entries) {
    text += separator + JSON.stringify(entry);
    separator = ',';
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield `${text}]}`;
}
