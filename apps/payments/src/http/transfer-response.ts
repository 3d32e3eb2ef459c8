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
  // Field by field: V8 copies what is spread in slow code.
  return {
    id,
    status: 'posted',
    legs,
    category: texts.category,
    reference: texts.reference,
    description: texts.description,
    metadata: texts.metadata,
    occurredAt,
    recordedAt,
    reverses,
    holdId,
  };
}
