import type { Positions, RecordedEvent } from '@trine/contracts';
import type { Account } from '@trine/domain';
import { Check } from '../check.js';

/** What a store shows of an account: how far it has come there, and the state it shows, as a text. */
export interface Shown {
  readonly at: number;
  readonly state: string;
}

/** How the same is told of an account that was folded from the log. */
export interface Telling {
  /** What `at` counts: versions or entries. */
  readonly unit: string;
  readonly at: (account: Account) => number;
  readonly state: (account: Account) => string;
}

/**
 * Compares each account at the point its store shows, so that a store may move on while the log is read. `applied` is
 * how far the store was before it was read: nothing up to there may be missing.
 */
export class ShownAccounts extends Check {
  private readonly due = new Map<string, number>();
  private readonly pending: Map<string, Shown>;

  constructor(
    name: string,
    private readonly shown: ReadonlyMap<string, Shown>,
    private readonly applied: Positions,
    private readonly telling: Telling,
  ) {
    super(name);
    this.pending = new Map(shown);
  }

  see(event: RecordedEvent, account: Account): void {
    const at = this.telling.at(account);
    if (at > 0 && event.sequence <= (this.applied.get(event.partition) ?? 0)) this.due.set(account.id, at);
    const shown = this.pending.get(account.id);
    if (shown?.at !== at) return;
    this.pending.delete(account.id);
    this.compared++;
    const state = this.telling.state(account);
    if (shown.state !== state) {
      this.differ(`${account.id} at ${this.telling.unit} ${at} shows ${shown.state}, the log says ${state}`);
    }
  }

  finish(): void {
    const { unit } = this.telling;
    for (const [id, { at }] of this.pending) {
      this.differ(`${id} shows ${unit} ${at}, which the log does not have`);
    }
    for (const [id, due] of this.due) {
      const at = this.shown.get(id)?.at;
      if (at === undefined) this.differ(`${id} is missing, the log has it at ${unit} ${due}`);
      else if (at < due) this.differ(`${id} stands at ${unit} ${at} instead of ${due}`);
    }
  }
}
