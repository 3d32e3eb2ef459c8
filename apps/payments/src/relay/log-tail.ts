import type { Positions, StoredEvent } from '@trine/contracts';
import type { EventStore } from '@trine/event-store';

/**
 * Kept of each partition, and up to twice as many; with 700 bytes each 11 MB at most in all. Who is further behind reads
 * the log.
 */
const MAX_KEPT = 500;

/**
 * What comes after the relay's cursors: from memory where this process has just appended it, else from the event store.
 * Nothing rests on the memory: what it lacks, or what does not join on to a cursor, is read.
 */
export class LogTail {
  private readonly kept = new Map<number, StoredEvent[]>();
  private askedAt = -Infinity;

  /** `askMs`: how often the store is asked for what others have appended. */
  constructor(
    private readonly store: EventStore,
    private readonly askMs: number,
  ) {}

  /** Hears of what was appended here: dense and ascending in each partition. */
  add(events: readonly StoredEvent[]): void {
    for (const event of events) {
      const kept = this.kept.get(event.partition);
      if (kept?.at(-1)?.sequence !== event.sequence - 1) this.kept.set(event.partition, [event]);
      else if (kept.push(event) >= 2 * MAX_KEPT) this.kept.set(event.partition, kept.slice(-MAX_KEPT));
    }
  }

  /** By partition: events right after each cursor, ascending and dense, at most `limit`. */
  async after(cursors: Positions, limit: number): Promise<Map<number, StoredEvent[]>> {
    const pages = new Map<number, StoredEvent[]>();
    const unknown = new Map<number, number>();
    let behind = false;
    for (const [partition, cursor] of cursors) {
      const page = this.keptAfter(partition, cursor, limit);
      if (page === 'read') behind = true;
      if (page === 'read' || page.length === 0) unknown.set(partition, cursor);
      else pages.set(partition, page);
    }
    if (unknown.size === 0 || !(behind || performance.now() - this.askedAt >= this.askMs)) return pages;
    const found = await this.store.readAfter(unknown, limit);
    // Where there was something there may be more.
    this.askedAt = found.size > 0 ? -Infinity : performance.now();
    return new Map([...pages, ...found]);
  }

  /** 'read' when more is known of than is kept. */
  private keptAfter(partition: number, cursor: number, limit: number): StoredEvent[] | 'read' {
    const kept = this.kept.get(partition) ?? [];
    const first = kept[0]?.sequence;
    if (first === undefined) return [];
    if (cursor + 1 < first) return 'read';
    const rest = kept.slice(cursor + 1 - first);
    // What the bus has is needed no more; the last one stays, for the next to join on to.
    this.kept.set(partition, rest.length === 0 ? kept.slice(-1) : rest);
    return rest.slice(0, limit);
  }
}
