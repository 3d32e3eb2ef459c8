import type { BatchItem } from '@trine/contracts';

/** Transfers of one account, in the order in which they have to be decided. */
interface Queue {
  readonly transfers: readonly BatchItem[];
  next: number;
}

/** A batch, and how to say that all of it has been decided. */
export interface Batch {
  readonly transfers: readonly BatchItem[];
  readonly done: () => void;
}

/**
 * Hands out batches such that no account has two transfers on their way at once: neither in one batch nor in two.
 * Whatever is tried again, or overtakes on the network, the transfers of an account are so decided in their order, and
 * a debit never comes before the credit that pays for it. Accounts with most left go first, since they end last.
 */
export class AccountQueues {
  private readonly ready: Queue[];

  constructor(accounts: readonly (readonly BatchItem[])[]) {
    this.ready = accounts.filter(({ length }) => length > 0).map((transfers) => ({ transfers, next: 0 }));
  }

  /** Undefined when nothing can go out until another batch is done, or ever. */
  take(most: number): Batch | undefined {
    if (this.ready.length === 0) return undefined;
    this.ready.sort((a, b) => left(b) - left(a));
    const queues = this.ready.splice(0, most);
    return {
      transfers: queues.map(({ transfers, next }) => transfers[next]!),
      done: () => {
        for (const queue of queues) queue.next++;
        this.ready.push(...queues.filter((queue) => left(queue) > 0));
      },
    };
  }
}

function left({ transfers, next }: Queue): number {
  return transfers.length - next;
}
