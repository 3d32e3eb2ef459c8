import type { Position, Positions, RecordedEvent, StoredEvent } from '@trine/contracts';
import type { ParkedEvent } from './parked/parked-event.js';

/** The view's store stands before the batch that it was given: it went back to an older state. */
export class ViewBehindError extends Error {
  override readonly name = 'ViewBehindError';
}

/** What a view's library plugs into the projector runner: its store, seen from the log. */
export abstract class ReadModel {
  /** The view's name: `balances`, `history`, `analytics`. */
  abstract readonly name: string;
  /** Rises when what the view keeps changes so that it has to be built again. */
  abstract readonly version: number;

  /** The log that the view was built from, as far as is known here: a message of another one is none of its events. */
  get logId(): string | undefined {
    return undefined;
  }

  /** Connects and creates what the view needs in its store; may be repeated. */
  abstract connect(): Promise<void>;

  /** How far the view has come, read from its own store each time. */
  abstract positions(): Promise<Positions>;

  /**
   * Applies one partition's events, ascending and dense; resolves when they and the new position are durable. The
   * position is written with the data or after it, and any part may be repeated with the same result. What is `parked`
   * belongs to the same range of the log and is kept for later in the same step as the position (invariant 11).
   * @throws ViewBehindError when the view does not stand where the range begins
   */
  abstract apply(
    partition: number,
    events: readonly RecordedEvent[],
    parked?: readonly ParkedEvent[],
  ): Promise<void>;

  /** Whether the view's store can read events as they are stored: see `applyStored`. */
  readonly readsStored: boolean = false;

  /**
   * The same with events as they are stored. Rejects for any that cannot be read like this, though others may be in:
   * whoever asked decodes them then, and applies all.
   */
  applyStored(partition: number, events: readonly StoredEvent[]): Promise<void> {
    const asked = `${events.length} stored events of partition ${partition}`;
    return Promise.reject(new Error(`The ${this.name} view reads no ${asked}`));
  }

  /** What is parked, in no order; at most `MAX_PARKED` a partition. */
  abstract parked(): Promise<ParkedEvent[]>;

  /** Keeps what is told of parked events, in place of what was told before. */
  abstract park(parked: readonly ParkedEvent[]): Promise<void>;

  /** Takes events off the list: they were applied after all. */
  abstract unpark(positions: readonly Position[]): Promise<void>;

  /** Whether an error of the store says that it does not work now, rather than that it refuses what it was given. */
  abstract isOutage(error: unknown): boolean;

  /** Calls back when the connection to the store broke: a store that comes back may have gone back. */
  abstract onConnectionLost(listener: () => void): void;

  abstract close(): Promise<void>;
}
