import { fnv1a } from './fnv1a.js';

/** Fixed for the life of a ledger: an account's partition follows from its id and this number. */
export const PARTITIONS = 16;
export const ALL_PARTITIONS: readonly number[] = Array.from(
  { length: PARTITIONS },
  (_, partition) => partition,
);

/**
 * The partition of an account: {@link fnv1a} of its id, which is ASCII, modulo {@link PARTITIONS}. Never change it:
 * every stored position rests on it.
 */
export function partitionOf(accountId: string): number {
  return fnv1a(accountId) % PARTITIONS;
}
