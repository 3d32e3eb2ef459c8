import type { RecordedEvent } from '@trine/contracts';
import type { Account } from '@trine/domain';

/** Kept of what differs; past them only counted. */
const MAX_KEPT = 20;

/** One thing that is compared with the log. It sees every event, partition by partition, in order. */
export abstract class Check {
  readonly differences: string[] = [];
  differing = 0;
  compared = 0;

  /** What is compared, as the table says it. */
  constructor(readonly name: string) {}

  /** An event, and its account after it. */
  abstract see(event: RecordedEvent, account: Account): void;

  /** A page of events has been seen: now is the time to ask a store about them. */
  async settle(): Promise<void> {
    // Most know already what they compare with.
  }

  /** All events have been seen. */
  async finish(): Promise<void> {
    // Some have compared everything by then.
  }

  protected differ(what: string): void {
    this.differing++;
    if (this.differences.length < MAX_KEPT) this.differences.push(what);
  }
}
