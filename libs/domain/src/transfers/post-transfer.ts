import { refuse, type Decision } from '../decision.js';
import type { Ledger } from '../ledger.js';
import { move } from './movement.js';
import type { Leg, Texts } from './transfer.js';

export interface PostTransfer {
  readonly type: 'post-transfer';
  readonly id: string;
  /** 1 to 100. */
  readonly legs: readonly Leg[];
  readonly texts: Texts;
  /** RFC 3339, UTC, milliseconds. */
  readonly occurredAt: string;
}

/** Two EntryPosted a leg, or `transfer_exists`, or what `move` refuses. */
export function postTransfer(command: PostTransfer, { accounts, transfers }: Ledger): Decision {
  const { id: transferId, legs, texts, occurredAt } = command;
  if (transfers.has(transferId)) return refuse('transfer_exists', `Transfer id ${transferId} is taken`);
  return move({ operation: 'transfer', transferId, legs, texts, occurredAt }, accounts);
}
