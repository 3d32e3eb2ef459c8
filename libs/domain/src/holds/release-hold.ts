import { formatAmount } from '@trine/contracts';
import { standingOf } from '../accounts/account.js';
import { accept, refuse, type Decision, type Refused } from '../decision.js';
import type { Ledger } from '../ledger.js';
import { resolution } from './capture-hold.js';
import { hasExpired, remainingOf, type Hold } from './hold.js';

/** The caller's end of a hold (void), or the ledger's own once its time has come (expire). */
export interface ReleaseHold {
  readonly type: 'void-hold' | 'expire-hold';
  readonly holdId: string;
}

/**
 * HoldReleased, also on a frozen account: no money moves. `hold_not_found`; a void then `hold_expired` or
 * `hold_resolved`. Expiring what is resolved already, or not due by the ledger's clock, is `hold_resolved`.
 */
export function releaseHold(
  { type, holdId }: ReleaseHold,
  { accounts, holds }: Ledger,
  at: string,
): Decision {
  const hold = holds.get(holdId);
  if (hold === undefined) return refuse('hold_not_found', `There is no hold ${holdId}`);
  const refusal = type === 'void-hold' ? resolution(hold, at) : notDue(hold, at);
  if (refusal !== undefined) return refusal;
  const account = accounts.get(hold.accountId)!;
  const remaining = remainingOf(hold);
  const after = { ...account, version: account.version + 1, held: account.held - remaining };
  const [amount, captured] = [remaining, hold.captured].map((minor) => formatAmount(minor, hold.currency));
  return accept({
    type: 'HoldReleased',
    data: {
      ...standingOf(after),
      holdId,
      to: hold.to,
      reason: type === 'void-hold' ? 'voided' : 'expired',
      amount: amount!,
      captured: captured!,
    },
  });
}

function notDue(hold: Hold, at: string): Refused | undefined {
  if (hold.status === 'open' && hasExpired(hold, at)) return undefined;
  return refuse('hold_resolved', `Hold ${hold.id} has nothing to expire`);
}
