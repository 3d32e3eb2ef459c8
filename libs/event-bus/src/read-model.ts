import type { Positions, RecordedEvent } from '@trine/contracts';

/** What a view's library plugs into the projector runner: its store, seen from the log. */
export abstract class ReadModel {
  /** The view's name: `balances`, `history`, `analytics`. */
  abstract readonly name: string;
  /** Rises when what the view keeps changes so that it has to be built again. */
  abstract readonly version: number;

  /** Connects and creates what the view needs in its store; may be repeated. */
  abstract connect(): Promise<void>;

  /** How far the view has come, read from its own store each time. */
  abstract positions(): Promise<Positions>;

  /**
   * Applies one partition's events, ascending and dense; resolves when they and the new position are durable. The
   * position is written with the data or after it, and any part may be repeated with the same result.
   */
  abstract apply(partition: number, events: readonly RecordedEvent[]): Promise<void>;

  /** Calls back when the connection to the store broke: a store that comes back may have gone back. */
  abstract onConnectionLost(listener: () => void): void;

  abstract close(): Promise<void>;
}
