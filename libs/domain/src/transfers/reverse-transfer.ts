import { formatAmount } from '@trine/contracts';
import { malformed, refuse, type Decision, type Refused } from '../decision.js';
import type { Ledger } from '../ledger.js';
import { readPositive } from '../money.js';
import { move } from './movement.js';
import { reversible, type Leg, type Transfer } from './transfer.js';

export interface ReverseTransfer {
  readonly type: 'reverse-transfer';
  /** The transfer to take back. */
  readonly transferId: string;
  /** The transfer that takes it back. */
  readonly id: string;
  /** Decimal string in the currency of the transfer's one leg; all that is left when absent. */
  readonly amount?: string;
}

/**
 * Two EntryPosted a leg, in the opposite direction and order, so that money that passed through an account goes back
 * the same way. In order of precedence: `transfer_not_found`, `invalid_request`, what `move` refuses, with
 * `reversal_exceeds_transfer` before `insufficient_funds`. `at`: RFC 3339, when it occurs.
 */
export function reverseTransfer(
  command: ReverseTransfer,
  { accounts, transfers }: Ledger,
  at: string,
): Decision {
  const { transferId, id } = command;
  const transfer = transfers.get(transferId);
  if (transfer === undefined) return refuse('transfer_not_found', `There is no transfer ${transferId}`);
  const amount = amountOf(command, transfer);
  if (typeof amount === 'object') return amount;
  const movement = {
    transferId: id,
    legs: legsBack(transfer, amount),
    texts: {},
    occurredAt: at,
    reverses: transferId,
  };
  return move({ operation: 'reversal', ...movement }, accounts, excess(transfer, amount));
}

/** Minor units of the first leg. */
function amountOf({ amount }: ReverseTransfer, transfer: Transfer): bigint | Refused {
  const [first, ...others] = transfer.legs;
  if (amount === undefined) return others.length === 0 ? reversible(transfer) : first!.amount;
  if (others.length > 0) return malformed('/amount', 'a transfer of several legs is reversed whole');
  return readPositive('/amount', amount, first!.currency);
}

function legsBack({ legs }: Transfer, amount: bigint): Leg[] {
  const back = legs.map(({ from, to, ...money }) => ({ from: to, to: from, ...money }));
  return back.length === 1 ? [{ ...back[0]!, amount }] : back.reverse();
}

function excess(transfer: Transfer, amount: bigint): Refused | undefined {
  const { id, reverses, legs } = transfer;
  if (reverses !== undefined)
    return refuse('reversal_exceeds_transfer', `Transfer ${id} is a reversal itself`);
  const left = reversible(transfer);
  if (left === 0n) return refuse('reversal_exceeds_transfer', `Transfer ${id} is reversed already`);
  if (amount <= left) return undefined;
  const { currency } = legs[0]!;
  return refuse(
    'reversal_exceeds_transfer',
    `${formatAmount(left, currency)} ${currency} is left of transfer ${id}`,
  );
}
