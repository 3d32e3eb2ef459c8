import type { AuditedEvent } from '@trine/event-bus';
import { createHash } from 'node:crypto';

/**
 * One partition's chain, worked out anew from the bytes of its events. An append's link is SHA-256 over the link before
 * it and a line per event: sequence, type, type version, recordedAt in ms since 1970 and data, separated by spaces.
 */
export class TamperChain {
  private link: Buffer = Buffer.alloc(0);
  private lines: string[] = [];

  /** False when the event carries a link that is not what the bytes up to it make. */
  add({ sequence, type, typeVersion, recordedAt, data, link }: AuditedEvent): boolean {
    this.lines.push(`${sequence} ${type} ${typeVersion} ${Date.parse(recordedAt)} ${data}`);
    if (link === null) return true;
    this.link = createHash('sha256').update(this.link).update(this.lines.join('\n')).digest();
    this.lines = [];
    const same = this.link.equals(link);
    this.link = link;
    return same;
  }

  /** Whether the chain ends where the partition says. */
  endsAt(link: Buffer): boolean {
    return this.lines.length === 0 && this.link.equals(link);
  }
}
