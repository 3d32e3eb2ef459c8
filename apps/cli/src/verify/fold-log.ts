import { decodeStoredEvent, formatPosition, partitionOf, type RecordedEvent } from '@trine/contracts';
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
    const missing = (from: number, to: number) => {
      links.skip();
      for (const check of [order, chain]) check.report(`${told(end.partition, from, to)} missing`);
    };
    for await (const stored of eventsUpTo(audit, end, missing)) {
      order.see();
      chain.see();
      if (!links.add(stored))
        chain.report(`${formatPosition(stored)} of ${stored.accountId} is not what was appended`);
      const folded = fold(stored, accounts, order);
      if (folded !== undefined) for (const check of checks) check.see(...folded);
      onRead(1);
    }
    if (!links.endsAt(end.link))
      chain.report(`${formatPosition(end)} does not end with the link that its partition has`);
    if (end.last > end.sequence)
      chain.report(`${told(end.partition, end.sequence + 1, end.last)} past the end of its partition`);
  }
  for (const check of checks) check.finish();
  return [order, chain];
}

/** In order; hears of sequences that are not there, `from` and `to` included. */
async function* eventsUpTo(
  audit: LedgerAudit,
  { partition, sequence: head }: PartitionEnd,
  missing: (from: number, to: number) => void,
): AsyncGenerator<AuditedEvent> {
  let last = 0;
  while (last < head) {
    const page = await audit.events(partition, last, Math.min(PAGE, head - last));
    for (const event of page) {
      const { sequence } = event;
      if (sequence > head) break;
      if (sequence !== last + 1) missing(last + 1, sequence - 1);
      last = sequence;
      yield event;
    }
    if (page.length === 0 || page.at(-1)!.sequence > head) break;
  }
  if (last < head) missing(last + 1, head);
}

function told(partition: number, from: number, to: number): string {
  const [first, last] = [from, to].map((sequence) => formatPosition({ partition, sequence }));
  return first === last ? `${first} is` : `${first} to ${last} are`;
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
      order.report(`${accountId}: its event at ${formatPosition(stored)} is filed wrongly`);
    }
    return [event, account];
  } catch (error) {
    order.report(`${accountId} at ${formatPosition(stored)}: ${(error as Error).message}`);
    return undefined;
  }
}
