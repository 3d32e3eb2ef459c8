/**
 * For checks: what the rows of one partition add up to, of those after one sequence and up to another (`partition`,
 * `after`, `upTo`). A digest tells whether they are the same rows in every column that was written: the exclusive or of the first 8 bytes
 * (little endian) of each row's SHA-256 over its columns as text, joined by U+0000, times in ms since 1970.
 */
const WITHIN = `partition = {partition:UInt8} AND sequence > {after:UInt64} AND sequence <= {upTo:UInt64}`;

const digest = (...columns: string[]) => `toString(groupBitXor(reinterpretAsUInt64(substring(SHA256(
    concatWithSeparator('\\0', ${columns.map((column) => `toString(${column})`).join(', ')})), 1, 8)))) AS digest`;

const ms = (column: string) => `toUnixTimestamp64Milli(${column})`;

/** → SumsRow by account and currency: entries, and credits less debits. */
export const accountSumsQuery = (database: string) => `
SELECT
  account_id AS bucket,
  currency,
  count() AS count,
  toString(sum(if(direction = 'credit', toInt128(amount_minor), -toInt128(amount_minor)))) AS total_minor,
  ${digest('sequence', 'entry', 'transfer_id', 'leg', 'direction', 'amount_minor', 'posted_minor', 'counterparty', 'category', 'reverses', 'hold_id', ms('occurred_at'), ms('recorded_at'))}
FROM ${database}.entries FINAL
WHERE ${WITHIN}
GROUP BY bucket, currency`;

/** → SumsRow by category and currency: transfers, and what they moved. */
export const categorySumsQuery = (database: string) => `
SELECT
  substring(currency_category, 4) AS bucket,
  substring(currency_category, 1, 3) AS currency,
  countIf(leg = 0) AS count,
  toString(sum(toInt128(amount_minor))) AS total_minor
FROM ${database}.entries FINAL
WHERE direction = 'debit' AND ${WITHIN}
GROUP BY currency_category`;

/** → SumsRow by account and currency: declines, and what did not move. */
export const declineSumsQuery = (database: string) => `
SELECT
  account_id AS bucket,
  currency,
  count() AS count,
  toString(sum(toInt128(amount_minor))) AS total_minor,
  ${digest('sequence', 'operation', 'transfer_id', 'hold_id', 'reverses', 'reason', 'amount_minor', 'counterparty', 'category', ms('occurred_at'), ms('recorded_at'))}
FROM ${database}.declines FINAL
WHERE ${WITHIN}
GROUP BY bucket, currency`;

/** → SumsRow by account and currency: events of holds, and what they left held. */
export const holdSumsQuery = (database: string) => `
SELECT
  account_id AS bucket,
  currency,
  count() AS count,
  toString(sum(toInt128(placed_minor) - captured_minor - released_minor)) AS total_minor,
  ${digest('sequence', 'hold_id', 'event', 'counterparty', 'transfer_id', 'placed_minor', 'captured_minor', 'released_minor', 'category', `ifNull(toString(${ms('expires_at')}), '')`, ms('recorded_at'))}
FROM ${database}.holds FINAL
WHERE ${WITHIN}
GROUP BY bucket, currency`;

export interface SumsRow {
  readonly bucket: string;
  readonly currency: string;
  readonly count: string;
  readonly total_minor: string;
  readonly digest?: string;
}
