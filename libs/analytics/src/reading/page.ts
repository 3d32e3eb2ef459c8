import { formatCursor, type RowKey } from './cursor.js';

/** Rows on a page; what is beyond it follows by `nextCursor`. */
export const ANALYTICS_PAGE_ROWS = 1_000;

/** One more than a page has tells whether another follows. */
export const ROWS_ASKED = ANALYTICS_PAGE_ROWS + 1;

/** The page among what was read, and the cursor to its last row when there is more. */
export function pageOf<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => RowKey,
): { page: Row[]; nextCursor?: string } {
  const page = rows.slice(0, ANALYTICS_PAGE_ROWS);
  const last = page.at(-1);
  if (rows.length === page.length || last === undefined) return { page };
  return { page, nextCursor: formatCursor(keyOf(last)) };
}
