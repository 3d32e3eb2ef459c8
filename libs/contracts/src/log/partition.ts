/** Fixed for the life of a ledger: an account's partition follows from its id and this number. */
export const PARTITIONS = 16;
export const ALL_PARTITIONS: readonly number[] = Array.from(
  { length: PARTITIONS },
  (_, partition) => partition,
);

/**
 * The partition of an account: FNV-1a (32 bit, http://www.isthe.com/chongo/tech/comp/fnv/) of its id, which is
 * ASCII, modulo {@link PARTITIONS}. Never change it: every stored position rests on it.
 */
export function partitionOf(accountId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < accountId.length; i++) {
    hash = Math.imul(hash ^ accountId.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % PARTITIONS;
}
