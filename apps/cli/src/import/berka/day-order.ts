import type { Transaction } from './transactions.js';

/** The bank rounded some balances to 0.10: a step of the chain may be off by as much (minor units). */
const ROUNDING = 10n;
/** Orders tried grow as the factorial; past this many rows a day keeps the order of the file. */
const MAX_TRIED = 8;

interface Chain {
  readonly order: readonly Transaction[];
  /** The largest difference between a balance and what its predecessor and amount make. */
  readonly worst: bigint;
}

/**
 * One account's transactions of one day in the bank's own order: the one in which its balances follow from one
 * another, starting from `before` (minor units). Where a day does not continue the balance before it (a file that
 * begins in the middle, or leaves rows out), any start will do; where no order chains, the file's is kept.
 */
export function inBankOrder(day: readonly Transaction[], before: bigint): readonly Transaction[] {
  if (day.length < 2 || day.length > MAX_TRIED) return day;
  const continuing = bestChain(day, before);
  if (continuing.worst <= ROUNDING) return continuing.order;
  const anew = bestChain(day, undefined);
  return anew.worst <= ROUNDING ? anew.order : day;
}

/** The first of the best orders, the file's order counting as the earliest. */
function bestChain(day: readonly Transaction[], start: bigint | undefined): Chain {
  let best: Chain | undefined;
  const extend = (order: Transaction[], rest: readonly Transaction[], worst: bigint): void => {
    if (best !== undefined && worst >= best.worst) return;
    if (rest.length === 0) best = { order: [...order], worst };
    for (const next of rest) {
      const balance = order.at(-1)?.balance ?? start;
      const off = balance === undefined ? 0n : magnitude(balance + signed(next) - next.balance);
      order.push(next);
      extend(
        order,
        rest.filter((other) => other !== next),
        off > worst ? off : worst,
      );
      order.pop();
    }
  };
  extend([], day, 0n);
  return best!;
}

/** What a transaction adds to its account, in minor units. */
export function signed({ direction, amount }: Transaction): bigint {
  return direction === 'credit' ? amount : -amount;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
