/** Of the largest safe integer. */
const DIGITS = 16;

/**
 * The `_id` of an entry: an account's entries follow one another in the order of their numbers, so that no index but the
 * one of `_id` is needed. The slash is in no account id, so what begins with `account/` is of that account alone.
 */
export function entryKey(accountId: string, entry: number): string {
  return `${accountId}/${String(entry).padStart(DIGITS, '0')}`;
}

/** Selects the entries of an account whose numbers are above one and up to another. */
export function entriesBetween(accountId: string, above: number, upTo: number) {
  return {
    _id: { $gt: entryKey(accountId, Math.max(0, above)), $lte: entryKey(accountId, Math.max(0, upTo)) },
  };
}

/** What the API calls the entry. */
export function shownEntryId(key: string, entry: number): string {
  return `${key.slice(0, -DIGITS - 1)}:${entry}`;
}
