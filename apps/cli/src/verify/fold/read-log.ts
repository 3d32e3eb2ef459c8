import type { AuditedEvent, LedgerAudit, PartitionEnd, PartitionStart } from '@trine/event-bus';

/** Events read at a time. */
const PAGE = 5_000;

/** What a partition has between two places, page by page, in order; the next page is fetched while one is looked at. */
export async function* eventsBetween(
  audit: LedgerAudit,
  start: PartitionStart,
  end: PartitionEnd,
): AsyncGenerator<AuditedEvent[]> {
  const { partition } = start;
  const fetch = (after: number) => audit.events(partition, after, Math.min(PAGE, end.sequence - after));
  if (start.sequence >= end.sequence) return;
  for (let next: Promise<AuditedEvent[]> | undefined = fetch(start.sequence); next !== undefined;) {
    const fetched: AuditedEvent[] = await next;
    const page = fetched.filter(({ sequence }) => sequence <= end.sequence);
    const last = page.at(-1)?.sequence ?? end.sequence;
    next = last < end.sequence ? fetch(last) : undefined;
    // Whoever stops looking before the end still has it settled.
    next?.catch(() => undefined);
    yield page;
  }
}
