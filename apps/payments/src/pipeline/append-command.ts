import { problemOf } from '@trine/contracts';
import { takenHoldOf, takenTransferOf, type Decision } from '@trine/domain';
import type { AppendCommand } from '@trine/event-store';
import type { Outcome, Submission } from './submission.js';

/** What is recorded of a decided command. */
export function toAppendCommand(
  submission: Submission,
  decision: Decision,
  outcome: Omit<Outcome, 'events'>,
): AppendCommand {
  const { key, bodyHash, correlationId, command } = submission;
  if (decision.outcome === 'accepted') {
    const { events } = decision;
    const { recordedAt, ledger, profiles } = outcome;
    const response = JSON.stringify(submission.respond({ events, recordedAt, ledger, profiles }));
    return { key, bodyHash, correlationId, status: submission.status, response, events };
  }
  const problem = problemOf(decision.code, decision.detail);
  return {
    key,
    bodyHash,
    correlationId,
    status: problem.status,
    response: JSON.stringify(problem),
    events: decision.outcome === 'declined' ? decision.events : [],
    probedTransfer: takenTransferOf(command),
    probedHold: takenHoldOf(command),
  };
}
