import { problemKindOf, problemOf, ProblemError, type ProblemCode } from '@trine/contracts';
import { decide, evolve, type Account, type Accounts, type Decision } from '@trine/domain';
import type { Append, AppendCommand } from '@trine/event-store';
import type { Submission } from './submission.js';

/** A group of commands, decided: what to append, and what is answered without being recorded. */
export interface GroupDecision {
  readonly append: Append;
  /** Whose commands the append holds, in its order. */
  readonly recorded: readonly Submission[];
  readonly unrecorded: readonly { readonly submission: Submission; readonly problem: ProblemError }[];
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
  const current = new Map(accounts);
  const changed = new Set<string>();
  const basis = new Set<string>();
  const taken = new Set(takenTransfers);
  const commands: AppendCommand[] = [];
  const recorded: Submission[] = [];
  const unrecorded: { submission: Submission; problem: ProblemError }[] = [];
  for (const submission of group) {
    const transferId = transferIdOf(submission);
    const decision: Verdict = taken.has(transferId ?? '')
      ? {
          outcome: 'refused',
          code: 'transfer_exists',
          detail: `Transfer id ${transferId} is taken`,
          basis: [],
        }
      : decide(submission.command, current);
    if (decision.outcome === 'refused' && problemKindOf(decision.code).status !== 422) {
      unrecorded.push({ submission, problem: new ProblemError(decision.code, decision.detail) });
      continue;
    }
    if (decision.outcome === 'refused') for (const id of decision.basis) basis.add(id);
    else {
      for (const event of decision.events) {
        current.set(event.data.accountId, evolve(current.get(event.data.accountId), event));
        changed.add(event.data.accountId);
      }
    }
    const takes = decision.outcome === 'accepted' && transferId !== undefined;
    if (takes) taken.add(transferId);
    recorded.push(submission);
    commands.push(toAppendCommand(submission, decision, transferId, recordedAt));
  }
  return {
    append: { recordedAt, commands, ...statesOf(accounts, current, changed, basis) },
    recorded,
    unrecorded,
  };
}

type Verdict =
  | Exclude<Decision, { outcome: 'refused' }>
  | { outcome: 'refused'; code: ProblemCode; detail: string; basis: readonly string[] };

function transferIdOf({ command }: Submission): string | undefined {
  return command.type === 'post-transfer' ? command.id : undefined;
}

function toAppendCommand(
  submission: Submission,
  decision: Verdict,
  transferId: string | undefined,
  recordedAt: number,
): AppendCommand {
  const { key, bodyHash } = submission;
  const ids = transferId === undefined ? [] : [transferId];
  if (decision.outcome === 'accepted') {
    const body = submission.respond(decision.events, new Date(recordedAt).toISOString());
    const response = JSON.stringify(body);
    return {
      key,
      bodyHash,
      status: 201,
      response,
      events: decision.events,
      takesTransfers: ids,
      probesTransfers: [],
    };
  }
  const problem = problemOf(decision.code, decision.detail);
  return {
    key,
    bodyHash,
    status: problem.status,
    response: JSON.stringify(problem),
    events: decision.outcome === 'declined' ? decision.events : [],
    takesTransfers: [],
    probesTransfers: ids,
  };
}

/** Which accounts the append opens, moves on, and only has to find unchanged. */
function statesOf(
  before: Accounts,
  after: ReadonlyMap<string, Account>,
  changed: ReadonlySet<string>,
  basis: ReadonlySet<string>,
): Pick<Append, 'opened' | 'updated' | 'verified'> {
  const opened: Account[] = [];
  const updated: { expectedVersion: number; account: Account }[] = [];
  for (const id of changed) {
    const account = after.get(id)!;
    const previous = before.get(id);
    if (previous === undefined) opened.push(account);
    else updated.push({ expectedVersion: previous.version, account });
  }
  const verified = [...basis]
    .filter((id) => !changed.has(id))
    .map((id) => ({ id, version: before.get(id)!.version }));
  return { opened, updated, verified };
}
