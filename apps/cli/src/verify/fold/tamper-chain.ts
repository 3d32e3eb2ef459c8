import type { AuditedEvent } from '@trine/event-bus';
import { createHash } from 'node:crypto';

/** Links that are accepted before an event that follows a wrong one; more than a swapped pair leaves. */
const MAX_KNOWN = 8;

/**
 * One partition's chain, worked out anew from the bytes of its events. An event's link is SHA-256 over the link before
 * it and a line: sequence, type, type version, recordedAt in ms since 1970, the correlation id where there
 * is one, and data, separated by spaces.
 */
export class TamperChain {
  /**
   * What may stand before the next event, none when that is not known. After a wrong link these are several (the one
   * stored, the one that it should have been, those before), so that only guilty events are named, not their neighbours.
   */
  private known: readonly Buffer[];

  /** `link`: of the event before the first one to be added; empty at the beginning of the log. */
  constructor(link: Buffer = Buffer.alloc(0)) {
    this.known = [link];
  }

  /** Whether the event carries the link that its bytes and what lies before it make. */
  add(event: AuditedEvent): boolean {
    const line = lineOf(event);
    const made = this.known.map((link) => createHash('sha256').update(link).update(line).digest());
    const fits = made.length === 0 || made.some((link) => link.equals(event.link));
    this.known = fits ? [event.link] : [event.link, ...this.known, ...made].slice(0, MAX_KNOWN);
    return fits;
  }

  /** The event before the next one is missing: what that one has to join on to is not known. */
  skip(): void {
    this.known = [];
  }

  /** Whether the chain ends with that link. */
  endsAt(link: Buffer): boolean {
    return this.known.length === 0 || this.known.some((known) => known.equals(link));
  }
}

function lineOf({ sequence, type, typeVersion, recordedAt, correlationId, data }: AuditedEvent): string {
  const request = correlationId === undefined ? '' : `${correlationId} `;
  return `${sequence} ${type} ${typeVersion} ${Date.parse(recordedAt)} ${request}${data}`;
}
