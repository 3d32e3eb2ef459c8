import { hasReached, ProblemError, type Positions } from '@trine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longest that a read waits for its view. */
export const WAIT_MS = 2_000;
/** Readers that wait for one view at a time; past that they are told at once to come back. */
const MAX_WAITERS = 10_000;

interface Waiter {
  readonly wanted: Positions;
  /** Ends the wait in time, also while the view itself does not answer. */
  readonly timer: NodeJS.Timeout;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Watches how far one view has come, for everybody who waits for it: one poll at a time, none when nobody waits. */
export class ViewWatch {
  private readonly waiters = new Set<Waiter>();
  private polling = false;

  constructor(
    private readonly view: { readonly name: string; positions(): Promise<Positions> },
    private readonly pollMs: number,
  ) {}

  /**
   * Resolves when the view has applied everything up to `wanted`.
   * @throws ProblemError `read_model_behind` after {@link WAIT_MS}, `overloaded`, or whatever asking the view throws
   */
  async reached(wanted: Positions): Promise<void> {
    if (this.waiters.size >= MAX_WAITERS) throw new ProblemError('overloaded', 'Too many reads are waiting');
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.release(waiter, () => reject(behind(this.view.name))), WAIT_MS);
      const waiter: Waiter = { wanted, timer, resolve, reject };
      this.waiters.add(waiter);
      void this.poll();
    });
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    while (this.waiters.size > 0) {
      try {
        this.settle(await this.view.positions());
      } catch (error) {
        for (const waiter of this.waiters) this.release(waiter, () => waiter.reject(error));
      }
      if (this.waiters.size > 0) await sleep(this.pollMs);
    }
    this.polling = false;
  }

  private settle(applied: Positions): void {
    for (const waiter of this.waiters) {
      if (hasReached(applied, waiter.wanted)) this.release(waiter, waiter.resolve);
    }
  }

  private release(waiter: Waiter, answer: () => void): void {
    clearTimeout(waiter.timer);
    this.waiters.delete(waiter);
    answer();
  }
}

function behind(view: string): ProblemError {
  return new ProblemError(
    'read_model_behind',
    `The ${view} view has not applied the Consistency-Token after ${WAIT_MS} ms`,
  );
}
