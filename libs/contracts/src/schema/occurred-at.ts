/** The widest range that every view can hold: ClickHouse's DateTime64 ends there. */
export const EARLIEST_OCCURRED_AT = '1900-01-01T00:00:00.000Z';
export const LATEST_OCCURRED_AT = '2299-12-31T23:59:59.999Z';

/** An RFC 3339 time in any offset → UTC with milliseconds, or null when it is no time or out of range. */
export function normaliseTime(text: string): string | null {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return null;
  const normal = time.toISOString();
  const inRange = normal.length === 24 && normal >= EARLIEST_OCCURRED_AT && normal <= LATEST_OCCURRED_AT;
  return inRange ? normal : null;
}
