import { countOf, type Rows } from './rows.js';

/** ClickHouse wants few, large inserts: each makes a part that has to be merged. At most four rounds a second. */
const ROUND_INTERVAL_MS = 250;
/** After a quiet time the first rows wait only this long for those of the other partitions. */
const LINGER_MS = 20;
/** Enough for a round without waiting for its time. */
const FULL_ROWS = 20_000;

interface Round {
  readonly batches: Rows[];
  size: number;
  readonly done: PromiseWithResolvers;
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Collects the batches of all partitions into rounds, one round written at a time. Its size is bounded by its
 * callers: each partition waits for its own batch before it brings the next.
 */
export class InsertBuffer {
  private open: Round | undefined;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private lastStart = 0;

  constructor(private readonly write: (batches: readonly Rows[]) => Promise<void>) {}

  /** Resolves when the batch is written, rejects with what kept its round from being written. */
  add(batch: Rows): Promise<void> {
    const round = (this.open ??= this.newRound());
    round.batches.push(batch);
    round.size += countOf(batch);
    if (round.size >= FULL_ROWS) this.close();
    return round.done.promise;
  }

  /** Writes what is waiting, and resolves when nothing is on its way any more. */
  async drain(): Promise<void> {
    this.close();
    await this.writing;
  }

  private newRound(): Round {
    const wait = Math.max(LINGER_MS, this.lastStart + ROUND_INTERVAL_MS - performance.now());
    this.timer = setTimeout(() => this.close(), wait);
    return { batches: [], size: 0, done: withResolvers() };
  }

  /** The round takes no more and is written after the one before it. */
  private close(): void {
    const round = this.open;
    if (round === undefined) return;
    clearTimeout(this.timer);
    this.open = undefined;
    this.writing = this.writing.then(async () => {
      this.lastStart = performance.now();
      await this.write(round.batches).then(round.done.resolve, round.done.reject);
    });
  }
}

function withResolvers(): PromiseWithResolvers {
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<void>((onDone, onError) => {
    resolve = onDone;
    reject = onError;
  });
  return { promise, resolve, reject };
}
