/** Parts are on disk, not only in the page cache, before an insert is answered: a position never outlives its rows. */
export const TABLE_SETTINGS = 'fsync_after_insert = 1, fsync_part_directory = 1';

/** RFC 3339 in UTC with milliseconds → how ClickHouse writes a DateTime64(3, 'UTC'), and back. */
export function clickHouseTime(rfc3339: string): string {
  return rfc3339.replace('T', ' ').replace('Z', '');
}

export function rfc3339Time(clickHouse: string): string {
  return `${clickHouse.replace(' ', 'T')}Z`;
}

/** A column for people's queries: what `<name>_minor` is in the currency itself, exact, worked out when it is read. */
export const decimalColumn = (name: string, comment: string) =>
  `${name} Decimal(38, 4) ALIAS toDecimal128(${name}_minor, 4) / toInt64(exp10(exponent)) COMMENT '${comment}'`;
