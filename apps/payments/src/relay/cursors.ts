import type { Positions } from '@trine/contracts';
import type { EventStore } from '@trine/event-store';

/** The relay's cursors as stored. They may lag behind what is published, never be ahead of it. */
export class Cursors {
  private saved: Positions = new Map();
  private savedAt = -Infinity;

  constructor(private readonly store: EventStore) {}

  async load(): Promise<Positions> {
    this.saved = await this.store.relayCursors();
    return this.saved;
  }

  /** Whether the last save is `ms` ago. */
  isDue(ms: number): boolean {
    return performance.now() - this.savedAt >= ms;
  }

  async save(current: readonly { readonly number: number; readonly cursor: number }[]): Promise<void> {
    const moved = new Map(
      current
        .filter(({ number, cursor }) => cursor > (this.saved.get(number) ?? 0))
        .map(({ number, cursor }) => [number, cursor]),
    );
    this.savedAt = performance.now();
    if (moved.size === 0) return;
    await this.store.moveRelayCursors(moved);
    this.saved = new Map([...this.saved, ...moved]);
  }
}
