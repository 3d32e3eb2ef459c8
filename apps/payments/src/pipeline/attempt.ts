import type { ProblemError } from '@trine/contracts';
import { accountsOf } from '@trine/domain';
import { Backoff } from '@trine/platform';
import { pipelineMetrics } from './pipeline-metrics.js';
import type { Answer, Submission } from './submission.js';

/** Conflicts with other processes are over in a try or two; a store that is gone for a moment is back after some. */
const BACKOFF = { firstMs: 5, maxMs: 500 };

/** A submission whose caller waits. */
export interface Pending {
  readonly submission: Submission;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** A group of commands on its way to its answers, and what was learnt about it while it was tried again and again. */
export class Attempt {
  readonly takenTransfers = new Set<string>();
  readonly backoff = new Backoff(BACKOFF);
  private readonly startedAt = performance.now();
  /** Not yet answered, by key; in order of arrival. */
  private readonly pending: Map<string, Pending>;

  constructor(pending: readonly Pending[]) {
    this.pending = new Map(pending.map((each) => [each.submission.key, each]));
  }

  get lastsMs(): number {
    return performance.now() - this.startedAt;
  }

  get size(): number {
    return this.pending.size;
  }

  submissions(): Submission[] {
    return Array.from(this.pending.values(), ({ submission }) => submission);
  }

  accountIds(): string[] {
    return this.submissions().flatMap(({ command }) => accountsOf(command));
  }

  /** Answers one command; who is answered is no longer pending. `outcome`: a problem's code, or what came of it. */
  answer(key: string, answer: Answer, outcome: string): void {
    const pending = this.pending.get(key);
    if (pending === undefined) return;
    this.pending.delete(key);
    pipelineMetrics.answers.inc({ outcome });
    pending.resolve(answer);
  }

  rejectAll(error: ProblemError): void {
    pipelineMetrics.answers.inc({ outcome: error.code }, this.pending.size);
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }

  /** Two attempts of half the commands each; this one has nothing left to do. */
  halve(): [Attempt, Attempt] {
    const all = [...this.pending.values()];
    this.pending.clear();
    const middle = all.length >> 1;
    return [new Attempt(all.slice(0, middle)), new Attempt(all.slice(middle))];
  }
}
