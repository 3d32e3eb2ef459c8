import type { RecordedEvent } from '@trine/contracts';
import { parkedEvent, told, type ParkedEvent } from './parked-event.js';

/** A partition with more than this waits as a whole: something other than an event is wrong. */
export const MAX_PARKED = 1_000;

/** Which accounts of one partition wait behind a parked event, and how many events are parked. */
export class ParkedAccounts {
  private readonly ids = new Set<string>();
  private count = 0;

  constructor(parked: readonly ParkedEvent[]) {
    this.add(parked);
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** @throws Error when more would be parked than there is room for */
  expectRoomFor(more: number): void {
    if (this.count + more > MAX_PARKED)
      throw new Error(`${this.count} events of the partition are parked; no more before \`trine redrive\``);
  }

  add(parked: readonly ParkedEvent[]): void {
    for (const { accountId } of parked) this.ids.add(accountId);
    this.count += parked.length;
  }

  /** Events of an account that waits have to wait too; the others may go on. */
  split(events: readonly RecordedEvent[]): { flowing: readonly RecordedEvent[]; waiting: ParkedEvent[] } {
    if (this.ids.size === 0) return { flowing: events, waiting: [] };
    const waits = ({ data }: RecordedEvent) => this.ids.has(data.accountId);
    return {
      flowing: events.filter((event) => !waits(event)),
      waiting: events
        .filter(waits)
        .map((event) => parkedEvent(told(event), 'waits behind a parked event of its account')),
    };
  }
}
