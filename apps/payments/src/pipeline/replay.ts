import { ProblemError } from '@trine/contracts';
import type { RecordedAnswer } from '@trine/event-store';
import type { Answer, Submission } from './submission.js';

/** The answer that stands under the submission's key: again for the same request, 422 for another. */
export function replay(submission: Submission, recorded: RecordedAnswer): Answer {
  if (!recorded.bodyHash.equals(submission.bodyHash)) return problemAnswer(keyReused());
  const { status, response, token } = recorded;
  return { status, body: response, token, replayed: true };
}

export function keyReused(): ProblemError {
  return new ProblemError('idempotency_key_reused', 'Send a new Idempotency-Key with a new request');
}

export function problemAnswer(error: ProblemError): Answer {
  const problem = error.toProblem();
  return { status: problem.status, body: JSON.stringify(problem), token: '', replayed: false };
}
