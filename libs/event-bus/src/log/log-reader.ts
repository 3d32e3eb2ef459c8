import type { Position, Positions, RecordedEvent, StoredEvent } from '@trine/contracts';
import { readable } from './readable.js';

/** Another process works under this name. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/** The read side's one door to the event store: for gaps, rebuilds and lag. Nothing can be written through it. */
export abstract class LogReader {
  /** Identity of the log: a restore from backup renews it. */
  abstract logId(): Promise<string>;
  /** The last sequence of every partition. */
  abstract heads(): Promise<Positions>;
  /** Events after a sequence as they are stored, ascending and dense, at most `limit`. */
  abstract stored(partition: number, after: number, limit: number): Promise<StoredEvent[]>;
  /** When the events at these positions were recorded, by `formatPosition`; positions past the head are left out. */
  abstract recordedAt(positions: readonly Position[]): Promise<Map<string, Date>>;
  /**
   * Works alone among all who use this name with this log; `lost` is aborted when that can no longer be vouched for.
   * @throws LockedError at once when another one is at it
   */
  abstract exclusively<T>(name: string, work: (lost: AbortSignal) => Promise<T>): Promise<T>;
  abstract close(): Promise<void>;

  /**
   * What is stored, decoded. Ends before an event that cannot be read.
   * @throws UndecodableEventError with what is stored, when that event is the first
   */
  async read(partition: number, after: number, limit: number): Promise<RecordedEvent[]> {
    return readable(await this.stored(partition, after, limit));
  }
}
