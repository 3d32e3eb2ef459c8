import { gather, writeTogether, type Outcomes } from '@trine/platform';
import { countOf, type Rows } from './rows.js';

/** ClickHouse wants few, large inserts: each makes a part that has to be merged. At most five rounds a second. */
const ROUND_INTERVAL_MS = 200;
/** After a quiet time the first rows wait only this long for those of the other partitions. */
const LINGER_MS = 20;

/** How a view is written. */
interface Pace {
  /** Enough for a round without waiting for its time. */
  readonly fullRows: number;
  /** Rounds that are written at the same time; no partition has a part in two. */
  readonly atOnce: number;
}

export const LIVE: Pace = { fullRows: 20_000, atOnce: 1 };
/**
 * A third of what all partitions bring, and no more than one of the last ones does by itself: while one round's position
 * is written, the server makes rows of another.
 */
export const FILLING: Pace = { fullRows: 13_000, atOnce: 2 };

/**
 * Collects the batches of all partitions into rounds, written one after the other. Its size is bounded by its
 * callers: each partition waits for its own batch before it brings the next.
 */
export class InsertBuffer {
  private readonly inOneRound = gather((batches: readonly Rows[]) => this.writeNext(batches), {
    schedule: (close) => this.open(close),
  });
  private size = 0;
  private close: () => void = () => undefined;
  private readonly writing: Promise<unknown>[];
  private rounds = 0;
  private lastStart = 0;

  constructor(
    private readonly write: (batches: readonly Rows[]) => Promise<void>,
    private readonly isRefusal: (error: unknown) => boolean,
    private readonly pace = LIVE,
  ) {
    this.writing = Array<Promise<unknown>>(pace.atOnce).fill(Promise.resolve());
  }

  /** Resolves when the batch is written, rejects with what kept it from being written. */
  async add(batch: Rows): Promise<void> {
    const written = this.inOneRound(batch);
    this.size += countOf(batch);
    if (this.size >= this.pace.fullRows) this.close();
    await written;
  }

  /** Writes what is waiting, and resolves when nothing is on its way any more. */
  async drain(): Promise<void> {
    this.close();
    await Promise.all(this.writing);
  }

  /** A round begins: it closes when it is full, or its time has come. */
  private open(closeRound: () => void): void {
    this.size = 0;
    this.close = () => {
      clearTimeout(timer);
      closeRound();
    };
    const wait = Math.max(LINGER_MS, this.lastStart + ROUND_INTERVAL_MS - performance.now());
    const timer = setTimeout(this.close, wait);
  }

  /** After the round before it, or the one before that. */
  private writeNext(batches: readonly Rows[]): Promise<Outcomes<void>> {
    const turn = this.rounds++ % this.pace.atOnce;
    const written = this.writing[turn]!.then(() => {
      this.lastStart = performance.now();
      return writeTogether(batches, this.write, this.isRefusal);
    });
    this.writing[turn] = written.catch(() => undefined);
    return written;
  }
}
