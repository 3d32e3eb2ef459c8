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
export function transferResponse(transfer: Posted): TransferResponse {
  const { id, texts, occurredAt, recordedAt, reverses, holdId } = transfer;
  const legs = transfer.legs.map(({ from, to, currency, amount }) => {
    return { from, to, currency, amount: formatAmount(amount, currency) };
  });
  const { category, reference, description, metadata } = texts;
  const told = { category, reference, description, metadata };
  return { id, status: 'posted', legs, ...told, occurredAt, recordedAt, reverses, holdId };
}
