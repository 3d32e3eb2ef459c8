import type { StoredEvent } from '@trine/contracts';

/** The way onto the bus. */
export abstract class EventPublisher {
  abstract connect(): Promise<void>;
  /**
   * Publishes events of one partition in order; resolves when the bus has them for good. A rejection says nothing
   * about whether it has: publishing again is always safe, since projectors skip what they know.
   */
  abstract publish(partition: number, events: readonly StoredEvent[]): Promise<void>;
  abstract close(): Promise<void>;
}
