import type { LedgerEvent } from '@trine/contracts';
import type { Command, Ledger } from '@trine/domain';
import type { AccountProfile } from '@trine/event-store';

/** A command that was accepted, for whoever tells the caller about it. */
export interface Outcome {
  readonly events: readonly LedgerEvent[];
  /** RFC 3339. */
  readonly recordedAt: string;
  /** After the command. */
  readonly ledger: Ledger;
  /** Of the accounts that it changes the status or the limits of. */
  readonly profiles: ReadonlyMap<string, AccountProfile>;
}

/** The request that a command came by. */
export interface Origin {
  /** Idempotency key. */
  readonly key: string;
  /** SHA-256 of the route and the canonical body: what the key stands for. */
  readonly bodyHash: Buffer;
  /** Absent when the ledger acts by itself. */
  readonly correlationId?: string;
}

/** A command on its way through the pipeline. */
export interface Submission extends Origin {
  readonly command: Command;
  /** From 0, among those that are only recorded together. */
  readonly place?: number;
  /** Of the answer when it is accepted: 200 or 201. */
  readonly status: number;
  /** The body of that answer. */
  respond(outcome: Outcome): object;
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
