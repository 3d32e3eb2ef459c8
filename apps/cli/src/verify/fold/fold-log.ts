import { formatPosition } from '@trine/contracts';
import type { AuditedEvent, LedgerAudit, PartitionEnd, PartitionStart } from '@trine/event-bus';
import type { Check } from '../check.js';
import { LogCheck } from '../checks/log-check.js';
import type { Scope } from '../scope.js';
import { FoldedAccounts } from './accounts.js';
import { eventsBetween } from './read-log.js';
import { TamperChain } from './tamper-chain.js';

/**
 * Reads the log up to `ends`, folds it account by account and shows every event to the checks. Returns the checks of
 * the log itself: dense, decodable, each account's events following one another, its chain whole.
 */
export async function foldLog(
  audit: LedgerAudit,
  { starts, whole }: Scope,
  ends: readonly PartitionEnd[],
  checks: readonly Check[],
  onRead: (events: number) => void,
): Promise<Check[]> {
  const order = new LogCheck('log: dense sequences, versions');
  const chain = new LogCheck('log: tamper chain');
  for (const [i, end] of ends.entries()) {
    const start = starts[i]!;
    const walk = new Walk(start, order, chain);
    // An account lives in one partition: its state is needed no longer than that.
    const accounts = new FoldedAccounts(whole || start.sequence === 0, (what) => order.report(what));
    let settled: Promise<unknown> = Promise.resolve();
    for await (const page of eventsBetween(audit, start, end)) {
      for (const stored of page) {
        walk.step(stored);
        const folded = accounts.add(stored);
        if (folded !== undefined) for (const check of checks) check.see(...folded);
      }
      // Stores are asked about one page while the next is folded.
      await settled;
      settled = Promise.all(checks.map((check) => check.settle()));
      settled.catch(() => undefined);
      onRead(page.length);
    }
    await settled;
    walk.finish(end);
  }
  for (const check of checks) await check.finish();
  return [order, chain];
}

/** One partition from event to event: none may be missing, each has to be the one that was appended. */
class Walk {
  private readonly links: TamperChain;
  private last: number;

  constructor(
    start: PartitionStart,
    private readonly order: LogCheck,
    private readonly chain: LogCheck,
  ) {
    this.links = new TamperChain(start.link);
    this.last = start.sequence;
  }

  step(event: AuditedEvent): void {
    const { partition, sequence, accountId } = event;
    this.order.see();
    this.chain.see();
    this.missing(partition, sequence - 1);
    this.last = sequence;
    if (!this.links.add(event))
      this.chain.report(`${formatPosition(event)} of ${accountId} is not what was appended`);
  }

  finish({ partition, sequence, last, link }: PartitionEnd): void {
    this.missing(partition, sequence);
    if (!this.links.endsAt(link))
      this.chain.report(`${partition}:${sequence} does not end with the link that its partition has`);
    if (last > sequence)
      this.chain.report(`${told(partition, sequence + 1, last)} past the end of its partition`);
  }

  private missing(partition: number, upTo: number): void {
    if (this.last >= upTo) return;
    this.links.skip();
    for (const check of [this.order, this.chain])
      check.report(`${told(partition, this.last + 1, upTo)} missing`);
  }
}

function told(partition: number, from: number, to: number): string {
  const [first, last] = [from, to].map((sequence) => formatPosition({ partition, sequence }));
  return first === last ? `${first} is` : `${first} to ${last} are`;
}
