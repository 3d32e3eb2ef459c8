import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { ProblemError } from '@trine/contracts';
import { Attempt, GIVE_UP_AFTER_MS, type Pending, type SentTry, type Unit } from './attempt.js';
import { GroupProcessor } from './group-processor.js';
import { GroupRecorder } from './group-recorder.js';
import { pipelineMetrics } from './pipeline-metrics.js';
import type { Answer, Submission } from './submission.js';

/** Most commands in one append: past that, a group's latency grows faster than its throughput. */
const MAX_GROUP = 200;
/** Fewest commands that an append is sent for while another is in flight: it costs as much as ten of them, whatever it holds. */
const MIN_BEHIND = 24;
/** Most commands waiting; at 10,000/s a second's worth. Past that callers are told at once to come back. */
const MAX_QUEUED = 10_000;
/** How often those that wait behind a group in flight are looked at. */
const WATCH_MS = 500;

/**
 * Takes commands as they come and appends them in groups: while one group commits, the next collects (invariants 2 to
 * 4 of the design). Two appends are in flight at most, the second behind the first, so decisions follow one another in the
 * order of arrival; what was decided on an append that then fails is decided again.
 */
@Injectable()
export class CommandPipeline implements BeforeApplicationShutdown {
  private queue: Pending[] = [];
  /** Commands in the queue. */
  private queued = 0;
  /** Of commands that are not answered yet. */
  private readonly keys = new Set<string>();
  /** The append that others may be sent behind. */
  private inFlight: SentTry | undefined;
  /** The group that was sent, or is being sent, behind it. */
  private next: Promise<Attempt> | undefined;
  /** Whether it is about to be looked at whether enough wait for a group behind. */
  private looking = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly processor: GroupProcessor,
    private readonly recorder: GroupRecorder,
  ) {}

  /**
   * Resolves once the command is recorded, or was before, or is refused without being recorded.
   * @throws ProblemError `overloaded`, `idempotency_in_flight`, `unavailable`, `internal_error`: the key stays unused,
   *   or the outcome is unknown and the same key settles it
   */
  async submit(submission: Submission): Promise<Answer> {
    const [answer] = await this.enqueue({ submissions: [submission], together: false });
    return answer!;
  }

  /**
   * The same for several commands with different keys, which are recorded all or none; resolves in their order.
   * @throws ProblemError also `batch_refused`
   */
  async submitTogether(submissions: readonly Submission[]): Promise<Answer[]> {
    return this.enqueue({ submissions, together: true });
  }

  private async enqueue({ submissions, together }: Unit): Promise<Answer[]> {
    const problem = this.obstacleTo(submissions);
    if (problem !== undefined) {
      pipelineMetrics.answers.inc({ outcome: problem.code }, submissions.length);
      throw problem;
    }
    for (const { key } of submissions) this.keys.add(key);
    try {
      return await new Promise<Answer[]>((resolve, reject) => {
        this.queue.push({ submissions, together, since: performance.now(), resolve, reject });
        this.count(submissions.length);
        this.running ??= this.drain();
        if (this.inFlight !== undefined && this.queued >= MIN_BEHIND) this.sendBehindSoon();
      });
    } finally {
      for (const { key } of submissions) this.keys.delete(key);
    }
  }

  private obstacleTo(submissions: readonly Submission[]): ProblemError | undefined {
    if (submissions.some(({ key }) => this.keys.has(key))) {
      return new ProblemError(
        'idempotency_in_flight',
        'The first request with this Idempotency-Key is not answered yet',
      );
    }
    if (this.queued + submissions.length <= MAX_QUEUED) return undefined;
    return new ProblemError('overloaded', 'The command queue is full');
  }

  /** Everything that was taken is answered before the process leaves. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.running;
  }

  private async drain(): Promise<void> {
    // Requests that arrived in the same turn of the event loop go into the same group.
    await new Promise(setImmediate);
    // A store that hangs holds up the group in flight: those behind it are told in time all the same.
    const watch = setInterval(() => this.releaseOverdue(), WATCH_MS);
    while (this.next !== undefined || this.queue.length > 0) {
      const attempt = (await this.next) ?? new Attempt(this.takeGroup());
      this.next = undefined;
      await this.processor.process(attempt, (sent) => this.lookAhead(sent));
    }
    clearInterval(watch);
    this.running = undefined;
  }

  private lookAhead(sent: SentTry): void {
    this.inFlight = sent;
    this.sendBehindSoon();
    // What follows one that failed would only be refused; one that was recorded may have left commands for another.
    const answered = () => {
      if (this.inFlight === sent) this.inFlight = undefined;
    };
    sent.appended.then(answered, answered);
  }

  /** After what this turn of the event loop still brings: answers go out, and the rest of a batch comes in. */
  private sendBehindSoon(): void {
    if (this.looking) return;
    this.looking = true;
    setImmediate(() => {
      this.looking = false;
      this.sendBehind();
    });
  }

  /** A group that is large enough gains nothing by waiting until the append in flight is answered: it follows behind. */
  private sendBehind(): void {
    const { inFlight } = this;
    if (inFlight === undefined || this.next !== undefined || this.queued < MIN_BEHIND) return;
    const attempt = new Attempt(this.takeGroup());
    this.next = this.recorder.sendBehind(inFlight, attempt).then(() => attempt);
  }

  private takeGroup(): Pending[] {
    this.releaseOverdue();
    const group = this.nextGroup();
    this.queue = this.queue.slice(group.length);
    this.count(-group.reduce((commands, { submissions }) => commands + submissions.length, 0));
    return group;
  }

  /**
   * At least one caller's commands, however many they are. Half of all that wait when that is enough for two appends:
   * callers who are all in one wait for the store together, and then the store for all of them.
   */
  private nextGroup(): Pending[] {
    const most = this.queued < 2 * MIN_BEHIND ? MAX_GROUP : Math.min(MAX_GROUP, Math.ceil(this.queued / 2));
    let commands = 0;
    let callers = 0;
    for (const { submissions } of this.queue) {
      if (callers > 0 && commands + submissions.length > most) break;
      commands += submissions.length;
      callers += 1;
    }
    return this.queue.slice(0, callers);
  }

  /** The store was away for a while: what still waits is told so at once, not group by group. */
  private releaseOverdue(): void {
    const oldest = performance.now() - GIVE_UP_AFTER_MS;
    const overdue = this.queue.findIndex(({ since }) => since > oldest);
    const released = this.queue.slice(0, overdue === -1 ? this.queue.length : overdue);
    this.queue = this.queue.slice(released.length);
    for (const { submissions, reject } of released) {
      this.count(-submissions.length);
      pipelineMetrics.answers.inc({ outcome: 'unavailable' }, submissions.length);
      reject(new ProblemError('unavailable', 'The command waited too long and was not tried; send it again'));
    }
  }

  private count(commands: number): void {
    this.queued += commands;
    pipelineMetrics.queued.set(this.queued);
  }
}
