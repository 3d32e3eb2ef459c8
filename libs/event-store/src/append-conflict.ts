/**
 * What was in the way of an append.
 * - keys: idempotency keys that have an answer already
 * - versions: accounts that have moved on, or were opened meanwhile
 * - transfers, holds: ids that are taken
 * - used: transfers that were reversed, or holds that were captured or released, since they were read
 * - order: the append that it was to follow was not recorded, or was not the last one of its connection
 * - clock: the log is ahead of the clock; `ids` holds the one time (milliseconds) to go on from
 */
export type ConflictKind = 'keys' | 'versions' | 'transfers' | 'holds' | 'used' | 'clock' | 'order';

export class AppendConflict extends Error {
  override readonly name = 'AppendConflict';
  constructor(
    readonly kind: ConflictKind,
    readonly ids: readonly string[],
  ) {
    super(`${kind}: ${ids.join(', ')}`);
  }
}

/** SQLSTATEs that the append function raises; class TR is ours. */
const kinds: Readonly<Record<string, ConflictKind>> = {
  TR001: 'keys',
  TR002: 'versions',
  TR003: 'transfers',
  TR004: 'clock',
  TR005: 'holds',
  TR006: 'used',
  TR007: 'order',
};

/** The conflict a database error stands for, if it is one. */
export function conflictOf(error: unknown): AppendConflict | undefined {
  const { code, detail } = (error ?? {}) as { code?: string; detail?: string };
  const kind = kinds[code ?? ''];
  return kind === undefined ? undefined : new AppendConflict(kind, JSON.parse(detail ?? '[]') as string[]);
}
