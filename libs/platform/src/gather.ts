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
  const rounds = new DataLoader(answer, {
    cache: false,
    maxBatchSize: max,
    batchScheduleFn: (close) => schedule(once(close)),
  });
  return (item) => rounds.load(item);
}

/** DataLoader takes a round to `answer` as often as it is told to. */
function once(close: () => void): () => void {
  let open = true;
  return () => {
    if (open) close();
    open = false;
  };
}

/**
 * Writes a round. When it is refused each is written by itself: what one brings is not to be suffered by the others.
 * What is no refusal meets the rest as well.
 */
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
  for (const item of items) {
    const outcome = await write([item]).catch(asError);
    if (outcome !== undefined && !isRefusal(outcome)) {
      return [...outcomes, ...Array<Error>(items.length - outcomes.length).fill(outcome)];
    }
    outcomes.push(outcome);
  }
  return outcomes;
}

export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}
