import { decodeStoredEvent, partitionOf, type RecordedEvent } from '@trine/contracts';
import { evolve, type Account } from '@trine/domain';
import type { AuditedEvent, LedgerAudit, PartitionEnd } from '@trine/event-bus';
import { Check } from './check.js';
import { TamperChain } from './tamper-chain.js';

/** Events read at a time. */
const PAGE = 5_000;

/** What the log itself has to be: dense, decodable, each account's events following one another, its chain whole. */
class LogCheck extends Check {
  see(): void {
    this.compared++;
  }
  finish(): void {
    // Reported as the log is read.
  }
  report(what: string): void {
    this.differ(what);
  }
}

/**
 * Reads the log up to `ends`, folds it account by account and shows every event to the checks. Returns the checks of
 * the log itself.
 */
export async function foldLog(
  audit: LedgerAudit,
  ends: readonly PartitionEnd[],
  checks: readonly Check[],
  onRead: (events: number) => void,
): Promise<Check[]> {
  const order = new LogCheck('log: dense sequences, versions');
  const chain = new LogCheck('log: tamper chain');
  for (const end of ends) {
    const links = new TamperChain();
    // An account lives in one partition: its state is needed no longer than that.
    const accounts = new Map<string, Account>();
    for await (const stored of eventsUpTo(audit, end, order)) {
      chain.see();
      if (!links.add(stored))
        chain.report(`partition ${end.partition} was changed at or before ${stored.sequence}`);
      const folded = fold(stored, accounts, order);
      if (folded !== undefined) for (const check of checks) check.see(...folded);
      onRead(1);
    }
    if (!links.endsAt(end.link)) chain.report(`partition ${end.partition} does not end with its link`);
  }
  for (const check of checks) check.finish();
  return [order, chain];
}

async function* eventsUpTo(
  audit: LedgerAudit,
  { partition, sequence: head }: PartitionEnd,
  order: LogCheck,
): AsyncGenerator<AuditedEvent> {
  let last = 0;
  while (last < head) {
    const page = await audit.events(partition, last, Math.min(PAGE, head - last));
    for (const event of page) {
      order.see();
      if (event.sequence !== last + 1) order.report(`partition ${partition} has a gap after ${last}`);
      last = event.sequence;
      if (last <= head) yield event;
    }
    if (page.length === 0) {
      order.report(`partition ${partition} ends at ${last} instead of ${head}`);
      return;
    }
  }
}

function fold(
  stored: AuditedEvent,
  accounts: Map<string, Account>,
  order: LogCheck,
): [RecordedEvent, Account] | undefined {
  const { accountId, accountVersion, partition } = stored;
  try {
    const event = decodeStoredEvent(stored);
    const account = evolve(accounts.get(accountId), event);
    accounts.set(accountId, account);
    if (
      account.id !== accountId ||
      account.version !== accountVersion ||
      partitionOf(accountId) !== partition
    ) {
      order.report(`${accountId}: its event at ${partition}:${stored.sequence} is filed wrongly`);
    }
    return [event, account];
  } catch (error) {
    order.report(`${accountId}: ${(error as Error).message}`);
    return undefined;
  }
}
