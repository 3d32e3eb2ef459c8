import type { Position, RecordedEvent } from '@trine/contracts';

/** An event that a view could not take, or that waits behind one of its account (invariant 11). */
export interface ParkedEvent extends Position {
  readonly accountId: string;
  readonly type: string;
  /** Of the request that caused it. */
  readonly correlationId?: string;
  /** What kept it from being applied, in words. */
  readonly error: string;
  /** RFC 3339. */
  readonly parkedAt: string;
  /** Somebody asked for it to be applied now. */
  readonly due: boolean;
}

type Told = Pick<ParkedEvent, 'partition' | 'sequence' | 'accountId' | 'type' | 'correlationId'>;

/** What a store says may be a whole statement; what is parked is kept together with the view's positions. */
const MAX_ERROR = 500;

export function parkedEvent(event: Told, text: string): ParkedEvent {
  const error = text.slice(0, MAX_ERROR);
  const { partition, sequence, accountId, type, correlationId } = event;
  return {
    ...{ partition, sequence, accountId, type, error },
    ...(correlationId !== undefined && { correlationId }),
    parkedAt: new Date().toISOString(),
    due: false,
  };
}

/** What of a recorded event is told when it is parked. */
export function told({ partition, sequence, type, data, correlationId }: RecordedEvent): Told {
  const { accountId } = data;
  return { partition, sequence, type, accountId, ...(correlationId !== undefined && { correlationId }) };
}

/** In order of partition and sequence. */
export function inOrder<T extends Position>(positions: readonly T[]): T[] {
  return positions.toSorted((a, b) => a.partition - b.partition || a.sequence - b.sequence);
}
