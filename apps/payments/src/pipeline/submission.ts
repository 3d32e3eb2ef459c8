import type { LedgerEvent } from '@trine/contracts';
import type { Command } from '@trine/domain';

/** A command on its way through the pipeline. */
export interface Submission {
  /** Idempotency key. */
  readonly key: string;
  /** SHA-256 of the route and the canonical body: what the key stands for. */
  readonly bodyHash: Buffer;
  readonly command: Command;
  /** The body of the 201 answer. `recordedAt`: RFC 3339. */
  respond(events: readonly LedgerEvent[], recordedAt: string): object;
}

/** What the caller gets, first time or replayed. */
export interface Answer {
  readonly status: number;
  /** JSON text: a resource for 2xx, a problem otherwise. */
  readonly body: string;
  /** Consistency token; empty when nothing was recorded in the log. */
  readonly token: string;
  readonly replayed: boolean;
}
