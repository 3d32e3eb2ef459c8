import type { Positions, RecordedEvent } from '@trine/contracts';
import type { Account } from '@trine/domain';
import { Check } from '../check.js';
import { differenceOf, type State } from '../state.js';

/** What a store shows of an account: how far it has come there, and the state it shows. */
export interface Shown {
  readonly at: number;
  readonly state: State;
}

/** How the same is told of an account that was folded from the log. */
export interface Telling {
  /** What `at` counts: versions or marks. */
  readonly unit: string;
  readonly at: (account: Account) => number;
  /** `event`: the account's last. */
  readonly state: (account: Account, event: RecordedEvent) => State;
}

/**
 * Compares each account at the point its store shows, so that a store may move on while the log is read. `applied` is
 * how far the store was before it was read: nothing up to there may be missing.
 */
export class ShownAccounts extends Check {
  private readonly due = new Map<string, number>();
  private readonly named = new Set<string>();
  private readonly pending: Map<string, Shown>;
  /** Accounts of which an event was read. */
  private readonly met = new Set<string>();

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
    if (event.sequence <= (this.applied.get(event.partition) ?? 0)) this.due.set(account.id, at);
    const first = !this.met.has(account.id);
    this.met.add(account.id);
    const shown = this.pending.get(account.id);
    if (shown === undefined || shown.at > at) return;
    // A store that is behind may show an account as it was before all that is read of it.
    if (shown.at < at) return first ? void this.pending.delete(account.id) : undefined;
    this.pending.delete(account.id);
    this.compared++;
    const difference = differenceOf(shown.state, this.telling.state(account, event));
    if (difference !== undefined) this.report(account.id, `at ${this.telling.unit} ${at}: ${difference}`);
  }

  override async finish(): Promise<void> {
    const { unit } = this.telling;
    for (const [id, due] of this.due) {
      const at = this.shown.get(id)?.at;
      if (at === undefined) this.report(id, `is missing, the log has it at ${unit} ${due}`);
      else if (at < due) this.report(id, `stands at ${unit} ${at} instead of ${due}`);
    }
    for (const [id, { at }] of this.pending)
      this.report(id, `shows ${unit} ${at}, which the log does not have`);
  }

  /** Each account once. */
  private report(id: string, what: string): void {
    if (this.named.has(id)) return;
    this.named.add(id);
    this.differ(`${id} ${what}`);
  }
}
