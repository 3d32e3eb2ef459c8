import DataLoader from 'dataloader';

/** Of each item, in order, its answer or what kept it from being answered. */
export type Outcomes<R> = readonly (R | Error)[];

interface GatherOptions {
  /** Most items of one round. */
  readonly max?: number;
  /** Given what closes a round when its first item comes, calls it when the round is to take no more. */
  readonly schedule?: (close: () => void) => void;
}

/**
 * Brings items that come one by one to `answer` in rounds: by default what comes in one turn of the event loop. An item
 * is told its own outcome, or what `answer` throws.
 */
export function gather<T, R>(
  answer: (items: readonly T[]) => Promise<Outcomes<R>>,
  { max = Infinity, schedule = setImmediate }: GatherOptions = {},
): (item: T) => Promise<R> {
  const rounds = new DataLoader(answer, { cache: false, maxBatchSize: max, batchScheduleFn: schedule });
  return (item) => rounds.load(item);
}

/** Writes a round. When it is refused each is written by itself: what one brings is not to be suffered by the others. */
export async function writeTogether<T>(
  items: readonly T[],
  write: (items: readonly T[]) => Promise<void>,
  isRefusal: (error: unknown) => boolean,
): Promise<Outcomes<void>> {
  try {
    await write(items);
    return items.map(() => undefined);
  } catch (error) {
    if (items.length === 1 || !isRefusal(error)) throw error;
  }
  const outcomes: (void | Error)[] = [];
  for (const item of items) outcomes.push(await write([item]).catch(asError));
  return outcomes;
}

export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}
