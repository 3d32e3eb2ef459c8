/** What a request of ClickHouse's HTTP interface asks for (https://clickhouse.com/docs/interfaces/http). */
export type Statement =
  | {
      readonly kind: 'insert';
      readonly table: string;
      readonly columns?: string[];
      readonly format: string;
      readonly body: Buffer;
    }
  | {
      readonly kind: 'query';
      readonly sql: string;
      readonly format: string;
      readonly parameters: Record<string, string>;
    };

/** URL parameters that are not settings of the engine. */
const OWN_PARAMETERS = new Set([
  'query',
  'database',
  'query_id',
  'session_id',
  'session_timeout',
  'role',
  'compress',
  'decompress',
  'enable_http_compression',
  'wait_end_of_query',
  'buffer_size',
  'user',
  'password',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'default_format',
]);

const INSERT = /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?([\w.`]+)\s*(?:\(([^)]*)\))?\s*FORMAT\s+(\w+)\s*$/i;
const FORMAT = /\bFORMAT\s+(\w+)\s*;?\s*$/i;

/** The statement is in `?query=`, the body then being its data, or in the body alone. */
export function parseStatement(url: URL, body: Buffer): Statement {
  const inUrl = url.searchParams.get('query');
  const insert = INSERT.exec(inUrl ?? '');
  if (insert !== null && body.length > 0) {
    const [, table, columns, format] = insert;
    return {
      kind: 'insert',
      table: table!,
      ...(columns === undefined
        ? {}
        : { columns: columns.split(',').map((column) => column.trim().replaceAll('`', '')) }),
      format: format!,
      body,
    };
  }
  const text = ((inUrl ?? '') + body.toString()).trim().replace(/;\s*$/, '');
  const format = FORMAT.exec(text)?.[1] ?? url.searchParams.get('default_format') ?? 'TabSeparated';
  const sql = text.replace(FORMAT, '').trim();
  return { kind: 'query', sql: withSettings(sql, url), format, parameters: parametersOf(url) };
}

function parametersOf(url: URL): Record<string, string> {
  return Object.fromEntries(
    [...url.searchParams].flatMap(([name, value]) =>
      name.startsWith('param_') ? [[name.slice(6), value]] : [],
    ),
  );
}

/** Settings go into the statement itself: a session would keep a SET for every later one. */
function withSettings(sql: string, url: URL): string {
  if (!/^\s*(SELECT|WITH|\()/i.test(sql)) return sql;
  const settings = [...url.searchParams].filter(
    ([name]) => !OWN_PARAMETERS.has(name) && !name.startsWith('param_'),
  );
  if (settings.length === 0) return sql;
  const list = settings.map(([name, value]) => `${name} = ${literal(value)}`).join(', ');
  return /\bSETTINGS\b[^)]*$/i.test(sql) ? `${sql}, ${list}` : `${sql} SETTINGS ${list}`;
}

function literal(value: string): string {
  return /^-?\d+(\.\d+)?$/.test(value) ? value : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
