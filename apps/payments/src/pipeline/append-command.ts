import { problemOf, type ProblemCode } from '@trine/contracts';
import type { Decision } from '@trine/domain';
import type { AppendCommand } from '@trine/event-store';
import type { Submission } from './submission.js';

/** A decision, or a refusal that only the ledger as a whole can know of. */
export type Verdict =
  | Exclude<Decision, { outcome: 'refused' }>
  | { outcome: 'refused'; code: ProblemCode; detail: string; basis: readonly string[] };

export function transferExists(id: string): Verdict {
  return { outcome: 'refused', code: 'transfer_exists', detail: `Transfer id ${id} is taken`, basis: [] };
}

export function transferIdOf({ command }: Submission): string | undefined {
  return command.type === 'post-transfer' ? command.id : undefined;
}

/** What is recorded of a decided command. `recordedAt`: milliseconds since 1970. */
export function toAppendCommand(submission: Submission, verdict: Verdict, recordedAt: number): AppendCommand {
  const { key, bodyHash } = submission;
  const transferId = transferIdOf(submission);
  const ids = transferId === undefined ? [] : [transferId];
  if (verdict.outcome === 'accepted') {
    const response = JSON.stringify(submission.respond(verdict.events, new Date(recordedAt).toISOString()));
    const { events } = verdict;
    return { key, bodyHash, status: 201, response, events, takesTransfers: ids, probesTransfers: [] };
  }
  const problem = problemOf(verdict.code, verdict.detail);
  return {
    key,
    bodyHash,
    status: problem.status,
    response: JSON.stringify(problem),
    events: verdict.outcome === 'declined' ? verdict.events : [],
    takesTransfers: [],
    probesTransfers: ids,
  };
}
