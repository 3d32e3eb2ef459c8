import { formatAmount, type HoldResponse } from '@trine/contracts';
import { remainingOf, type Hold } from '@trine/domain';

/** A hold as it is answered when it is placed or ends. `placedAt`: RFC 3339. */
export function holdResponse(hold: Hold, placedAt: string): HoldResponse {
  const { id, accountId, to, currency, status, expiresAt, texts } = hold;
  const told = (minor: bigint) => formatAmount(minor, currency);
  return {
    id,
    account: accountId,
    to,
    amount: told(hold.amount),
    captured: told(hold.captured),
    remaining: told(remainingOf(hold)),
    currency,
    status,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...texts,
    recordedAt: placedAt,
  };
}
