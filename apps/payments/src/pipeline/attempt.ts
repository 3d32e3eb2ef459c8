import type { Problem, ProblemError } from '@trine/contracts';
import type { Appended, PreparedAppend } from '@trine/event-store';
import { Backoff } from '@trine/platform';
import { batchRefused } from './batch-refused.js';
import type { GroupDecision } from './decide-group.js';
import type { Loaded } from './ledger-loader.js';
import { pipelineMetrics } from './pipeline-metrics.js';
import type { Answer, Submission } from './submission.js';

/** Conflicts with other processes are over in a try or two; a store that is gone for a moment is back after some. */
const BACKOFF = { firstMs: 5, maxMs: 500 };

/** A caller that has waited this long is better told to come back: its own timeout is near. */
export const GIVE_UP_AFTER_MS = 5_000;

/** One is of states that were cached; a few more, of a process that happened to be at the same accounts. */
const MAX_CONFLICTS = 3;

/** What is recorded as a whole or not at all. */
export interface Unit {
  readonly submissions: readonly Submission[];
  /** Whether they were sent to be done together: then none of them is recorded as refused. */
  readonly together: boolean;
}

/** A unit whose caller waits. */
export interface Pending extends Unit {
  /** When it came, by `performance.now()`. */
  readonly since: number;
  /** In the order of the submissions. */
  readonly resolve: (answers: Answer[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A group as it was decided, its append, and what will become of that. */
export interface SentTry {
  readonly decision: GroupDecision;
  readonly append: PreparedAppend;
  readonly appended: Promise<Appended>;
}

/** A group of commands on its way to its answers, and what was learnt about it while it was tried again and again. */
export class Attempt {
  readonly takenTransfers = new Set<string>();
  readonly takenHolds = new Set<string>();
  readonly backoff = new Backoff(BACKOFF);
  /** How often others had changed what it was decided on, or had gone on in time. */
  conflicts = 0;
  /** What the last try was decided on. */
  loaded: Loaded | undefined;
  /** The first try, when it was sent before its turn. */
  sentAhead: SentTry | undefined;
  private readonly answers = new Map<string, Answer>();
  /** Not yet answered, in order of arrival. */
  private readonly pending: Set<Pending>;
  private readonly byKey: ReadonlyMap<string, Pending>;

  constructor(pending: readonly Pending[]) {
    this.pending = new Set(pending);
    this.byKey = new Map(pending.flatMap((each) => each.submissions.map(({ key }) => [key, each] as const)));
  }

  /** Whether it is time that others wait: who is first over and over would be so for ever. */
  get isContested(): boolean {
    return this.conflicts > MAX_CONFLICTS;
  }

  /** How long the caller that has waited longest has. */
  get lastsMs(): number {
    const [first] = this.pending;
    return first === undefined ? 0 : performance.now() - first.since;
  }

  /** Once. */
  takeSentAhead(): SentTry | undefined {
    const { sentAhead } = this;
    this.sentAhead = undefined;
    if (sentAhead !== undefined) pipelineMetrics.appendsAhead.inc();
    return sentAhead;
  }

  /** How many callers wait. */
  get size(): number {
    return this.pending.size;
  }

  /** What is not answered yet, by who waits for it together. */
  units(): Unit[] {
    return Array.from(this.pending, ({ submissions, together }) => ({
      submissions: submissions.filter(({ key }) => !this.answers.has(key)),
      together,
    }));
  }

  submissions(): Submission[] {
    return this.units().flatMap(({ submissions }) => submissions);
  }

  accountIds(): string[] {
    return [...(this.loaded?.ledger.accounts.keys() ?? [])];
  }

  /** Answers one command. `outcome`: a problem's code, or what came of it. */
  answer(key: string, answer: Answer, outcome: string): void {
    const pending = this.byKey.get(key);
    if (pending === undefined || !this.pending.has(pending) || this.answers.has(key)) return;
    pipelineMetrics.answers.inc({ outcome });
    this.answers.set(key, answer);
    const { submissions } = pending;
    if (pending.together && answer.status >= 400) {
      // It stands as refused under its key already, so they can never all be done.
      const { code, detail } = JSON.parse(answer.body) as Problem;
      const index = submissions.findIndex((each) => each.key === key);
      this.reject(pending, batchRefused([{ index, code, detail }]));
    } else if (submissions.every((each) => this.answers.has(each.key))) {
      this.pending.delete(pending);
      pending.resolve(submissions.map((each) => this.answers.get(each.key)!));
    }
  }

  /** Ends the wait for the command, and for those that are only recorded together with it: their keys stay unused. */
  refuse({ key }: Submission, error: ProblemError): void {
    const pending = this.byKey.get(key);
    if (pending !== undefined) this.reject(pending, error);
  }

  rejectAll(error: ProblemError): void {
    for (const pending of this.pending) this.reject(pending, error);
  }

  /** Two attempts of half the callers each; this one has nothing left to do. */
  halve(): [Attempt, Attempt] {
    const all = [...this.pending];
    this.pending.clear();
    const middle = all.length >> 1;
    return [new Attempt(all.slice(0, middle)), new Attempt(all.slice(middle))];
  }

  private reject(pending: Pending, error: ProblemError): void {
    if (!this.pending.delete(pending)) return;
    pipelineMetrics.answers.inc({ outcome: error.code }, pending.submissions.length);
    pending.reject(error);
  }
}
