import { problemKindOf, ProblemError } from '@trine/contracts';
import { decide, evolve, type Account, type Accounts } from '@trine/domain';
import type { Append, AppendCommand } from '@trine/event-store';
import { transferExists, transferIdOf, toAppendCommand, type Verdict } from './append-command.js';
import type { Submission } from './submission.js';

/** A group of commands, decided: what to append, and what is answered without being recorded. */
export interface GroupDecision {
  readonly append: Append;
  /** Whose commands the append holds, in its order; `outcome` is 'accepted' or the code it was refused with. */
  readonly recorded: readonly { readonly submission: Submission; readonly outcome: string }[];
  readonly unrecorded: readonly Unrecorded[];
}

export interface Unrecorded {
  readonly submission: Submission;
  readonly transferId: string | undefined;
  readonly problem: ProblemError;
}

/**
 * Decides commands one after the other, each on the accounts that the one before left. Pure: `recordedAt` is
 * milliseconds since 1970; `takenTransfers` are ids known to be taken.
 */
export function decideGroup(
  group: readonly Submission[],
  accounts: Accounts,
  recordedAt: number,
  takenTransfers: ReadonlySet<string>,
): GroupDecision {
  const states = new States(accounts);
  const taken = new Set(takenTransfers);
  const commands: AppendCommand[] = [];
  const recorded: { submission: Submission; outcome: string }[] = [];
  const unrecorded: Unrecorded[] = [];
  for (const submission of group) {
    const transferId = transferIdOf(submission);
    const verdict: Verdict = taken.has(transferId ?? '')
      ? transferExists(transferId!)
      : decide(submission.command, states.current);
    if (verdict.outcome === 'refused' && problemKindOf(verdict.code).status !== 422) {
      unrecorded.push({ submission, transferId, problem: new ProblemError(verdict.code, verdict.detail) });
      continue;
    }
    states.take(verdict);
    if (verdict.outcome === 'accepted' && transferId !== undefined) taken.add(transferId);
    recorded.push({ submission, outcome: verdict.outcome === 'accepted' ? 'accepted' : verdict.code });
    commands.push(toAppendCommand(submission, verdict, recordedAt));
  }
  return { append: { recordedAt, commands, ...states.changes() }, recorded, unrecorded };
}

/** The accounts as the group's commands leave them one after the other. */
class States {
  readonly current: Map<string, Account>;
  private readonly changed = new Set<string>();
  private readonly basis = new Set<string>();

  constructor(private readonly before: Accounts) {
    this.current = new Map(before);
  }

  take(verdict: Verdict): void {
    if (verdict.outcome === 'refused') {
      for (const id of verdict.basis) this.basis.add(id);
      return;
    }
    for (const event of verdict.events) {
      const { accountId } = event.data;
      this.current.set(accountId, evolve(this.current.get(accountId), event));
      this.changed.add(accountId);
    }
  }

  /** Which accounts the append opens, moves on, and only has to find unchanged. */
  changes(): Pick<Append, 'opened' | 'updated' | 'verified'> {
    const opened: Account[] = [];
    const updated: { expectedVersion: number; account: Account }[] = [];
    for (const id of this.changed) {
      const account = this.current.get(id)!;
      const previous = this.before.get(id);
      if (previous === undefined) opened.push(account);
      else updated.push({ expectedVersion: previous.version, account });
    }
    const verified = [...this.basis]
      .filter((id) => !this.changed.has(id))
      .map((id) => ({ id, version: this.before.get(id)!.version }));
    return { opened, updated, verified };
  }
}
