import { parseAmount } from '@trine/contracts';
import type { StateOf } from './shown-states.js';

/** A hold's status and what was captured of it. */
export const holdState: StateOf = ({ type, data }) => {
  switch (type) {
    case 'HoldPlaced':
      return told(data.holdId, 'open', 0n);
    case 'HoldCaptured': {
      const status = parseAmount(data.remaining, data.currency) === 0n ? 'captured' : 'open';
      return told(data.holdId, status, parseAmount(data.captured, data.currency));
    }
    case 'HoldReleased':
      return told(data.holdId, data.reason, parseAmount(data.captured, data.currency));
    default:
      return undefined;
  }
};

/** `captured`: minor units. */
export function told(id: string, status: string, captured: bigint): { id: string; state: string } {
  return { id, state: `${status}, captured ${captured} minor units` };
}

/** How much of a transfer's first leg was taken back; its last leg takes the first of the other back. */
export function reversalState(): StateOf {
  const sums = new Map<string, bigint>();
  return ({ type, data }) => {
    if (type !== 'EntryPosted' || data.direction === 'credit' || data.reverses === undefined)
      return undefined;
    if (data.leg !== data.legs - 1) return undefined;
    const reversed = (sums.get(data.reverses) ?? 0n) + parseAmount(data.amount, data.currency);
    sums.set(data.reverses, reversed);
    return { id: data.reverses, state: `${reversed} minor units reversed` };
  };
}
