import type { Position } from '../log/position.js';
import type { LedgerEvent } from './catalogue.js';

/** An event with its place in the log and the time the ledger recorded it (RFC 3339, UTC, milliseconds). */
export type RecordedEvent = LedgerEvent &
  Position & {
    readonly recordedAt: string;
    /** Of the request that it came of; absent when the ledger acted by itself. */
    readonly correlationId?: string;
  };

/** What is known of an event before its data is read. */
export interface EventHeader extends Position {
  readonly type: string;
  readonly typeVersion: number;
  readonly recordedAt: string;
  readonly correlationId?: string;
}

/** An event as the event store keeps it: `data` is the JSON text that was recorded, byte for byte. */
export interface StoredEvent extends EventHeader {
  readonly accountId: string;
  readonly data: string;
}
