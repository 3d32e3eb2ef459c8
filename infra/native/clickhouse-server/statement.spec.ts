import { parseStatement } from './statement.js';

const request = (query: string, body = '') =>
  parseStatement(new URL(`http://localhost/?${query}`), Buffer.from(body));

describe('a request of ClickHouse’s HTTP interface', () => {
  it('is an insert when the statement is in the URL and its data in the body', () => {
    const query = encodeURIComponent('INSERT INTO trine.entries (`a`, b) FORMAT JSONEachRow');
    expect(request(`query=${query}&async_insert=0`, '{"a":1}')).toEqual({
      kind: 'insert',
      table: 'trine.entries',
      columns: ['a', 'b'],
      format: 'JSONEachRow',
      body: Buffer.from('{"a":1}'),
    });
  });

  it('is a query with its format, parameters and settings', () => {
    expect(
      request('param_x=5&max_threads=1&query_id=q&session_timezone=UTC', 'SELECT {x:Int32} FORMAT JSON'),
    ).toEqual({
      kind: 'query',
      sql: "SELECT {x:Int32} SETTINGS max_threads = 1, session_timezone = 'UTC'",
      format: 'JSON',
      parameters: { x: '5' },
    });
  });

  it('adds to the settings that a query has of its own', () => {
    expect(request('max_threads=1', 'SELECT 1 SETTINGS final = 1 FORMAT CSV')).toMatchObject({
      sql: 'SELECT 1 SETTINGS final = 1, max_threads = 1',
    });
  });

  it('leaves other statements as they are', () => {
    expect(request('max_threads=1', 'CREATE TABLE t (a Int8) ENGINE = Memory;')).toEqual({
      kind: 'query',
      sql: 'CREATE TABLE t (a Int8) ENGINE = Memory',
      format: 'TabSeparated',
      parameters: {},
    });
  });
});
