import { Injectable } from '@nestjs/common';
import { EventStore } from '@trine/event-store';

/** How long a failed append makes the process unready, when none succeeds: then callers may find out anew. */
const COUNTS_FOR_MS = 5_000;

/** Whether the event store takes what it is given, as the appends find: it may answer and still have no room. */
@Injectable()
export class StoreStanding {
  private fault: { readonly reason: string; readonly at: number } | undefined;

  constructor(private readonly store: EventStore) {}

  succeeded(): void {
    this.fault = undefined;
  }

  failed(reason: string): void {
    this.fault = { reason, at: performance.now() };
  }

  /** Rejects with what is wrong. */
  async check(): Promise<void> {
    await this.store.ping();
    const { fault } = this;
    if (fault !== undefined && performance.now() - fault.at < COUNTS_FOR_MS) throw new Error(fault.reason);
  }
}
