import type { CopyRecord } from './copies.js';
import { Shared } from './shared.js';

/**
 * How long a projector goes by a record after it has asked for it: at a thousand events a second every round of writes
 * would ask otherwise, and wait for the answer half as long again as for its writes.
 */
export const HOLD_MS = 100;
/** How long after projectors are told to halt none begins any more: clocks need not run alike. */
export const HALT_MS = 2 * HOLD_MS;

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
}
