import { countOf, type Rows } from './rows.js';

/** ClickHouse wants few, large inserts: each makes a part that has to be merged. At most four rounds a second. */
const ROUND_INTERVAL_MS = 250;
/** After a quiet time the first rows wait only this long for those of the other partitions. */
const LINGER_MS = 20;
/** Enough for a round without waiting for its time. */
const FULL_ROWS = 20_000;

interface Waiting {
  readonly batch: Rows;
  readonly done: PromiseWithResolvers;
}

interface Round {
  readonly waiting: Waiting[];
  size: number;
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

  constructor(
    private readonly write: (batches: readonly Rows[]) => Promise<void>,
    private readonly isRefusal: (error: unknown) => boolean,
  ) {}

  /** Resolves when the batch is written, rejects with what kept it from being written. */
  add(batch: Rows): Promise<void> {
    const round = (this.open ??= this.newRound());
    const done = withResolvers();
    round.waiting.push({ batch, done });
    round.size += countOf(batch);
    if (round.size >= FULL_ROWS) this.close();
    return done.promise;
  }

  /** Writes what is waiting, and resolves when nothing is on its way any more. */
  async drain(): Promise<void> {
    this.close();
    await this.writing;
  }

  private newRound(): Round {
    const wait = Math.max(LINGER_MS, this.lastStart + ROUND_INTERVAL_MS - performance.now());
    this.timer = setTimeout(() => this.close(), wait);
    return { waiting: [], size: 0 };
  }

  /** The round takes no more and is written after the one before it. */
  private close(): void {
    const round = this.open;
    if (round === undefined) return;
    clearTimeout(this.timer);
    this.open = undefined;
    this.writing = this.writing.then(async () => {
      this.lastStart = performance.now();
      await this.writeRound(round.waiting);
    });
  }

  /** What one batch brings may be refused; the others must not suffer for it. */
  private async writeRound(waiting: readonly Waiting[]): Promise<void> {
    try {
      await this.write(waiting.map(({ batch }) => batch));
      for (const { done } of waiting) done.resolve();
    } catch (error) {
      if (waiting.length === 1 || !this.isRefusal(error)) {
        for (const { done } of waiting) done.reject(error);
        return;
      }
      for (const each of waiting) await this.writeRound([each]);
    }
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
