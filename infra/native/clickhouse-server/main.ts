import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openSession } from './chdb.js';
import { parseStatement, type Statement } from './statement.js';

/**
 * ClickHouse's HTTP interface over the engine in process (chDB), for local runs and tests only: production is a real
 * ClickHouse. Its tests are the analytics library's integration tests.
 */
const { values: args } = parseArgs({
  options: {
    port: { type: 'string' },
    data: { type: 'string' },
    package: { type: 'string' },
    database: { type: 'string' },
  },
});
const { port, data, package: packageDir, database } = args;
if (port === undefined || data === undefined || packageDir === undefined || database === undefined) {
  throw new Error('usage: main.js --port PORT --data DIR --package DIR --database NAME');
}

/** Insert blocks of a projector are a few megabytes. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

const session = openSession(packageDir, data);
await session.queryAsync(`CREATE DATABASE IF NOT EXISTS ${database}`, { format: 'Null' });
let current = database;

async function execute(
  statement: Statement,
  wanted: string,
): Promise<{ body: Uint8Array; summary: object; format: string }> {
  // One session has one current database; it follows what each request names.
  if (wanted !== current) {
    await session.queryAsync(`USE \`${wanted.replaceAll('`', '')}\``, { format: 'Null' });
    current = wanted;
  }
  if (statement.kind === 'insert') {
    const { table, columns, body, format } = statement;
    const { rowsWritten, bytesWritten } = await session.insert({
      table,
      values: body,
      format,
      ...(columns && { columns }),
    });
    const summary = { written_rows: String(rowsWritten), written_bytes: String(bytesWritten) };
    return { body: new Uint8Array(), summary, format };
  }
  const { sql, format, parameters } = statement;
  const bound = Object.keys(parameters).length > 0;
  const result = bound
    ? await session.queryBindAsync(sql, parameters, { format })
    : await session.queryAsync(sql, { format });
  const summary = { read_rows: String(result.rowsRead), read_bytes: String(result.bytesRead) };
  return { body: result.bytes(), summary, format };
}

/** Statements that name another database must not overtake each other: USE holds for the whole session. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>, exclusive: boolean): Promise<T> {
  if (!exclusive) return turn.then(work);
  const next = turn.then(work);
  turn = next.catch(() => undefined);
  return next;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('X-ClickHouse-Query-Id', url.searchParams.get('query_id') ?? randomUUID());
  if (url.pathname === '/ping') return void response.end('Ok.\n');
  const wanted = url.searchParams.get('database') ?? database!;
  try {
    const statement = parseStatement(url, await bodyOf(request));
    const { body, summary, format } = await inTurn(() => execute(statement, wanted), wanted !== current);
    response.setHeader('X-ClickHouse-Summary', JSON.stringify(summary));
    response.setHeader('X-ClickHouse-Format', format);
    response.setHeader(
      'Content-Type',
      format.startsWith('JSON') ? 'application/json; charset=UTF-8' : 'text/plain; charset=UTF-8',
    );
    const zip =
      /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') &&
      url.searchParams.get('enable_http_compression') === '1';
    if (zip) response.setHeader('Content-Encoding', 'gzip');
    response.end(zip ? gzipSync(body) : body);
  } catch (error) {
    fail(response, error);
  }
}

/** ClickHouse's codes that it answers with another status than 500. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = { 60: 404, 81: 404, 62: 400, 36: 400, 47: 404 };

function fail(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const code = /Code: (\d+)/.exec(message)?.[1] ?? '1002';
  const text = message.includes('Code:')
    ? message.slice(message.indexOf('Code:'))
    : `Code: ${code}. DB::Exception: ${message}`;
  response.writeHead(STATUS_BY_CODE[code] ?? 500, {
    'X-ClickHouse-Exception-Code': code,
    'Content-Type': 'text/plain; charset=UTF-8',
  });
  response.end(/\([A-Z_]+\)/.test(text) ? text : `${text} (UNKNOWN_EXCEPTION)`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new Error('Code: 241. DB::Exception: The body is too large (MEMORY_LIMIT_EXCEEDED)');
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

const server = createServer((request, response) => void answer(request, response));
server.listen(Number(port), '127.0.0.1', () =>
  console.log(`listening on 127.0.0.1:${port}, data in ${data}`),
);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => {
      session.cleanup();
      process.exit(0);
    });
    server.closeIdleConnections();
  });
}
