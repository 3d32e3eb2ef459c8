import type { Position, Positions, RecordedEvent } from '@trine/contracts';

/** The read side's one door to the event store: for gaps, rebuilds and lag. Nothing can be written through it. */
export abstract class LogReader {
  /** Identity of the log: a restore from backup renews it. */
  abstract logId(): Promise<string>;
  /** The last sequence of every partition. */
  abstract heads(): Promise<Positions>;
  /**
   * Events after a sequence, ascending and dense, at most `limit`. Ends before an event that cannot be read.
   * @throws UndecodableEventError with what is stored, when that event is the first
   */
  abstract read(partition: number, after: number, limit: number): Promise<RecordedEvent[]>;
  /** When the events at these positions were recorded, by `formatPosition`; positions past the head are left out. */
  abstract recordedAt(positions: readonly Position[]): Promise<Map<string, Date>>;
  abstract close(): Promise<void>;
}
