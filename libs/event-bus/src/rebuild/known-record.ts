import type { CopyRecord } from './copies.js';
import { Shared } from './shared.js';

/**
 * How long a projector goes by a record after it has asked for it: at a thousand events a second every application
 * would ask otherwise, and wait as long for the answer as for its writes. Whoever halts projectors waits twice as
 * long before it counts on that: clocks need not run alike.
 */
export const HOLD_MS = 100;

/** A view's record of its copies, as a projector knows it. */
export class KnownRecord {
  private readonly asked: Shared<CopyRecord>;
  private last: { readonly record: CopyRecord; readonly askedAt: number } | undefined;

  constructor(read: () => Promise<CopyRecord>) {
    this.asked = new Shared(read);
  }

  /** As it is now. */
  async ask(): Promise<CopyRecord> {
    const askedAt = performance.now();
    const record = await this.asked.ask();
    this.last = { record, askedAt };
    return record;
  }

  /** As it was {@link HOLD_MS} ago at the earliest, and while something is being switched as it is now. */
  async recent(): Promise<CopyRecord> {
    const { last } = this;
    const isRecent = last !== undefined && performance.now() - last.askedAt < HOLD_MS;
    return isRecent && !last.record.switching ? last.record : this.ask();
  }

  forget(): void {
    this.last = undefined;
  }
}
