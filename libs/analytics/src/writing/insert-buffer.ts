import { gather, writeTogether, type Outcomes } from '@trine/platform';
import { countOf, type Rows } from './rows.js';

/** ClickHouse wants few, large inserts: each makes a part that has to be merged. At most five rounds a second. */
const ROUND_INTERVAL_MS = 200;
/** After a quiet time the first rows wait only this long for those of the other partitions. */
const LINGER_MS = 20;
/** Enough for a round without waiting for its time. */
const FULL_ROWS = 20_000;

/**
 * Collects the batches of all partitions into rounds, one round written at a time. Its size is bounded by its
 * callers: each partition waits for its own batch before it brings the next.
 */
export class InsertBuffer {
  private readonly inOneRound = gather((batches: readonly Rows[]) => this.writeNext(batches), {
    schedule: (close) => this.open(close),
  });
  private size = 0;
  private close: () => void = () => undefined;
  private writing: Promise<unknown> = Promise.resolve();
  private lastStart = 0;

  constructor(
    private readonly write: (batches: readonly Rows[]) => Promise<void>,
    private readonly isRefusal: (error: unknown) => boolean,
  ) {}

  /** Resolves when the batch is written, rejects with what kept it from being written. */
  async add(batch: Rows): Promise<void> {
    const written = this.inOneRound(batch);
    this.size += countOf(batch);
    if (this.size >= FULL_ROWS) this.close();
    await written;
  }

  /** Writes what is waiting, and resolves when nothing is on its way any more. */
  async drain(): Promise<void> {
    this.close();
    await this.writing;
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

  /** After the round before it. */
  private writeNext(batches: readonly Rows[]): Promise<Outcomes<void>> {
    const written = this.writing.then(() => {
      this.lastStart = performance.now();
      return writeTogether(batches, this.write, this.isRefusal);
    });
    this.writing = written.catch(() => undefined);
    return written;
  }
}
