import { formatAmount, type TransferResponse } from '@trine/contracts';
import type { Leg, Texts } from '@trine/domain';

interface Posted {
  readonly id: string;
  readonly legs: readonly Leg[];
  readonly texts: Texts;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly reverses?: string;
  readonly holdId?: string;
}

/** A transfer as it is answered when it is made. */
export function transferResponse({ id, legs, texts, ...rest }: Posted): TransferResponse {
  const told = legs.map((leg) => ({ ...leg, amount: formatAmount(leg.amount, leg.currency) }));
  return { id, status: 'posted', legs: told, ...texts, ...rest };
}
