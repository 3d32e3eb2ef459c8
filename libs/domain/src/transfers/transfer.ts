/** A movement of money from one account to another in one currency. */
export interface Leg {
  readonly from: string;
  readonly to: string;
  /** Minor units, positive. */
  readonly amount: bigint;
  readonly currency: string;
}

/** What callers say of a movement in their own words. */
export interface Texts {
  readonly category?: string;
  readonly reference?: string;
  readonly description?: string;
  readonly metadata?: Record<string, string>;
}

/** Those of something that says more. */
export function textsOf({ category, reference, description, metadata }: Texts): Texts {
  return { category, reference, description, metadata };
}

/** A posted transfer as far as a reversal of it has to know it. */
export interface Transfer {
  readonly id: string;
  readonly legs: readonly Leg[];
  /** Minor units of its first leg that were taken back. Several legs are only taken back together. */
  readonly reversed: bigint;
  /** The transfer that this one takes back. */
  readonly reverses?: string;
}

/** Minor units of its first leg that can still be taken back; a reversal cannot be. */
export function reversible({ legs, reversed, reverses }: Transfer): bigint {
  return reverses === undefined ? legs[0]!.amount - reversed : 0n;
}
