/** What the rows up to some positions add up to, for checks: `partitions` and `sequences` say which positions. */
const APPLIED = `sequence <= transform(partition, {partitions:Array(UInt8)}, {sequences:Array(UInt64)}, toUInt64(0))`;

/** → SumsRow by account and currency: entries, and credits less debits. */
export const accountSumsQuery = (database: string) => `
SELECT
  account_id AS bucket,
  currency,
  count() AS count,
  toString(sum(if(direction = 'credit', toInt128(amount_minor), -toInt128(amount_minor)))) AS total_minor
FROM ${database}.entries FINAL
WHERE ${APPLIED}
GROUP BY bucket, currency`;

/** → SumsRow by category and currency: transfers, and what they moved. */
export const categorySumsQuery = (database: string) => `
SELECT
  toString(category) AS bucket,
  currency,
  countIf(leg = 0) AS count,
  toString(sum(toInt128(amount_minor))) AS total_minor
FROM ${database}.entries FINAL
WHERE direction = 'debit' AND ${APPLIED}
GROUP BY bucket, currency`;

export interface SumsRow {
  readonly bucket: string;
  readonly currency: string;
  readonly count: string;
  readonly total_minor: string;
}
