import { PARTITIONS, type Positions } from '@trine/contracts';
import type { LedgerAudit, PartitionStart } from '@trine/event-bus';

/** How much of the log is read. */
export interface Scope {
  /** Where each partition is begun after, ascending. */
  readonly starts: readonly PartitionStart[];
  /** Whether that is its beginning, so that everything can be known. */
  readonly whole: boolean;
}

export async function scopeOf(audit: LedgerAudit, since: Date | undefined): Promise<Scope> {
  if (since !== undefined) return { starts: await audit.starts(since), whole: false };
  const link = Buffer.alloc(0);
  const starts = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, sequence: 0, link }));
  return { starts, whole: true };
}

/** The accounts that have events within the scope, so far. */
export async function touchedAccounts(audit: LedgerAudit, { starts }: Scope): Promise<string[]> {
  const ids: string[] = [];
  for (const { partition, sequence } of starts) ids.push(...(await audit.touched(partition, sequence)));
  return ids;
}

/** How far the event store itself is: nothing that it decides on may be behind that. */
export async function recorded(audit: LedgerAudit): Promise<Positions> {
  return new Map((await audit.ends()).map(({ partition, sequence }) => [partition, sequence]));
}

/** Rows read at a time. */
const ROWS = 5_000;

/** All rows of a table that is read in order of id. */
export async function* pages<T extends { readonly id: string }>(
  read: (last: string, limit: number) => Promise<T[]>,
): AsyncGenerator<T> {
  for (let last = ''; ;) {
    const page = await read(last, ROWS);
    yield* page;
    if (page.length < ROWS) return;
    last = page.at(-1)!.id;
  }
}

/** The same for those of the rows that are named. */
export async function* rowsOf<T>(
  ids: readonly string[],
  read: (ids: readonly string[]) => Promise<T[]>,
): AsyncGenerator<T> {
  for (let from = 0; from < ids.length; from += ROWS) yield* await read(ids.slice(from, from + ROWS));
}
