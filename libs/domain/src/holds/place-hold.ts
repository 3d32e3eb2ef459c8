import { formatAmount } from '@trine/contracts';
import { availableOf, representable, standingOf } from '../accounts/account.js';
import { refuse, type Decision } from '../decision.js';
import type { Ledger } from '../ledger.js';
import { obstacle, partyWith } from '../transfers/movement.js';
import { declined } from '../transfers/movement-events.js';
import type { Texts } from '../transfers/transfer.js';

export interface PlaceHold {
  readonly type: 'place-hold';
  readonly id: string;
  readonly accountId: string;
  readonly to: string;
  /** Minor units, positive. */
  readonly amount: bigint;
  readonly currency: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly expiresAt?: string;
  readonly texts: Texts;
}

/**
 * HoldPlaced. In order of precedence: `hold_exists`, `account_not_found`, `same_account`, `currency_mismatch`,
 * `amount_out_of_range`, `account_closed`, then the declines `account_frozen` and `insufficient_funds`.
 */
export function placeHold(command: PlaceHold, { accounts, holds }: Ledger, at: string): Decision {
  const { id: holdId, accountId, to, amount, currency, expiresAt, texts } = command;
  if (holds.has(holdId)) return refuse('hold_exists', `Hold id ${holdId} is taken`);
  const legs = [{ from: accountId, to, amount, currency }];
  const refusal = obstacle(legs, accounts);
  if (refusal !== undefined) return refusal;
  const account = accounts.get(accountId)!;
  const after = { ...account, version: account.version + 1, held: account.held + amount };
  if (!representable(after)) {
    return refuse('amount_out_of_range', 'The hold passes 64-bit minor units', [accountId]);
  }
  const closed = partyWith('closed', legs, accounts);
  if (closed !== undefined) return refuse('account_closed', `Account ${closed.id} is closed`, [closed.id]);
  const asked = { operation: 'hold', holdId, legs, texts, occurredAt: at } as const;
  const frozen = partyWith('frozen', legs, accounts);
  if (frozen !== undefined) return declined(asked, 0, accounts, 'account_frozen', frozen.id);
  if ((availableOf(after) ?? 0n) < 0n) return declined(asked, 0, accounts, 'insufficient_funds', account);
  const amounts = {
    amount: formatAmount(amount, currency),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  const data = { ...standingOf(after), holdId, to, ...amounts, ...texts };
  return { outcome: 'accepted', events: [{ type: 'HoldPlaced', data }], basis: [to] };
}
