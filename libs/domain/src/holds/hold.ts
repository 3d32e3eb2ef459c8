import type { HoldStatus } from '@trine/contracts';
import type { Texts } from '../transfers/transfer.js';

/** Money reserved on an account. Amounts in minor units. */
export interface Hold {
  readonly id: string;
  readonly accountId: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
  /** What captures took. */
  readonly captured: bigint;
  readonly status: HoldStatus;
  /** RFC 3339, UTC, milliseconds; from then on it cannot be captured. */
  readonly expiresAt?: string;
  readonly texts: Texts;
  /** RFC 3339; absent while the hold is being placed. */
  readonly placedAt?: string;
}

/** What is still held: nothing once it is captured, voided or expired. */
export function remainingOf({ status, amount, captured }: Hold): bigint {
  return status === 'open' ? amount - captured : 0n;
}

/** `at`: RFC 3339, UTC, milliseconds. */
export function hasExpired({ expiresAt }: Hold, at: string): boolean {
  return expiresAt !== undefined && expiresAt <= at;
}
