import type { Positions, StoredEvent } from '@trine/contracts';

/** The way onto the bus. */
export abstract class EventPublisher {
  abstract connect(): Promise<void>;
  /**
   * Publishes events of one partition in order; resolves when the bus has them for good. A rejection says nothing
   * about whether it has: publishing again is always safe, since projectors skip what they know.
   */
  abstract publish(partition: number, events: readonly StoredEvent[]): Promise<void>;
  /**
   * How many messages each partition has ever been given, at least as many as events were published to it: fewer
   * means that the bus has lost what it acknowledged. A bus that has no topic any more gets it again, empty.
   */
  abstract ends(): Promise<Positions>;
  abstract close(): Promise<void>;
}
