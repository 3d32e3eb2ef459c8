import pg from 'pg';

const { TIMESTAMPTZ } = pg.types.builtins;
type Parser = (text: string) => unknown;

/**
 * Types of a query whose times come as RFC 3339 in UTC. All commands of an append have the same time, so most rows ask
 * for what the row before them did.
 */
export function isoTimes(): pg.CustomTypesConfig {
  const parse = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;
  let last = { text: '', time: '' };
  const time: Parser = (text) => {
    if (text !== last.text) last = { text, time: parse(text).toISOString() };
    return last.time;
  };
  return {
    getTypeParser: (oid, format) =>
      Number(oid) === Number(TIMESTAMPTZ) ? time : (pg.types.getTypeParser(oid, format) as Parser),
  };
}
