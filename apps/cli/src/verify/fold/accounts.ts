import { decodeStoredEvent, formatPosition, partitionOf, type RecordedEvent } from '@trine/contracts';
import { evolve, type Account } from '@trine/domain';
import type { AuditedEvent } from '@trine/event-bus';
import { begunWith, learnt } from './begin.js';

/** The accounts of one partition, as its events leave them. */
export class FoldedAccounts {
  private readonly accounts = new Map<string, Account>();

  constructor(
    /** Whether the partition is read from its beginning. */
    private readonly whole: boolean,
    /** Hears of what cannot be. */
    private readonly report: (what: string) => void,
  ) {}

  /** Undefined when the event cannot be read. What is wrong with one event is reported once, not with all after it. */
  add(stored: AuditedEvent): [RecordedEvent, Account] | undefined {
    const at = `${stored.accountId} at ${formatPosition(stored)}`;
    try {
      const event = decodeStoredEvent(stored);
      const account = learnt(this.after(event, at), event);
      this.accounts.set(account.id, account);
      const { accountId, accountVersion, partition } = stored;
      const filedRightly =
        account.id === accountId &&
        account.version === accountVersion &&
        partitionOf(accountId) === partition;
      if (!filedRightly)
        this.report(`${at} is filed wrongly: it is ${account.id}, version ${account.version}`);
      return [event, account];
    } catch (error) {
      this.report(`${at}: ${(error as Error).message}`);
      return undefined;
    }
  }

  private after(event: RecordedEvent, at: string): Account {
    const before = this.accounts.get(event.data.accountId);
    if (before === undefined && !this.whole && event.type !== 'AccountOpened') return begunWith(event);
    try {
      return evolve(before, event);
    } catch (error) {
      this.report(`${at}: ${(error as Error).message}`);
      return begunWith(event);
    }
  }
}
