import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '@trine/contracts';
import { accountsOf } from '@trine/domain';
import { AppendConflict, EventStore, isAborted, isUnavailable } from '@trine/event-store';
import { LOGGER, type Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccountCache } from './account-cache.js';
import { CommitSignal } from './commit-signal.js';
import type { Pending } from './command-pipeline.js';
import { decideGroup, type GroupDecision } from './decide-group.js';
import { LedgerClock } from './ledger-clock.js';
import { pipelineMetrics } from './pipeline-metrics.js';
import { problemAnswer, replay } from './replay.js';
import type { Submission } from './submission.js';

/** Conflicts with other processes are over in a try or two; a store that went away is given this long to come back. */
const GIVE_UP_AFTER_MS = 5_000;
const FIRST_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 500;

/** What is known about a group while it is tried again and again. */
interface Attempt {
  /** Not yet answered, by key; in order of arrival. */
  readonly pending: Map<string, Pending>;
  readonly takenTransfers: Set<string>;
  readonly startedAt: number;
  backoffMs: number;
}

/** Brings one group of commands to its answers: decide, append, and whatever gets in between. */
@Injectable()
export class GroupProcessor {
  constructor(
    private readonly store: EventStore,
    private readonly cache: AccountCache,
    private readonly clock: LedgerClock,
    private readonly signal: CommitSignal,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never rejects: every pending command is answered or rejected by itself. */
  async process(pending: readonly Pending[]): Promise<void> {
    const attempt: Attempt = {
      pending: new Map(pending.map((each) => [each.submission.key, each])),
      takenTransfers: new Set(),
      startedAt: performance.now(),
      backoffMs: FIRST_BACKOFF_MS,
    };
    while (attempt.pending.size > 0) {
      try {
        await this.tryOnce(attempt);
      } catch (error) {
        await this.overcome(attempt, error);
      }
    }
  }

  private async tryOnce(attempt: Attempt): Promise<void> {
    const group = submissionsOf(attempt);
    const accounts = await this.cache.load(group.flatMap(({ command }) => accountsOf(command)));
    const decided = decideGroup(group, accounts, this.clock.now(), attempt.takenTransfers);
    const tokens = await this.append(decided);
    decided.recorded.forEach((submission, index) => {
      const { status, response: body } = decided.append.commands[index]!;
      this.answer(attempt, submission.key, { status, body, token: tokens[index]!, replayed: false });
    });
    await this.answerUnrecorded(attempt, decided);
  }

  private async append({ append }: GroupDecision): Promise<string[]> {
    if (append.commands.length === 0) return [];
    const started = performance.now();
    const tokens = await this.store.append(append);
    pipelineMetrics.appendDuration.observe((performance.now() - started) / 1_000);
    pipelineMetrics.appendSize.observe(append.commands.length);
    this.signal.committed(tokens);
    this.cache.put([...append.opened, ...append.updated.map(({ account }) => account)]);
    return tokens;
  }

  /** A refusal that leaves no record must not hide what the key, or the transfer id, already stands for. */
  private async answerUnrecorded(attempt: Attempt, { unrecorded }: GroupDecision): Promise<void> {
    if (unrecorded.length === 0) return;
    await this.answerFromRecord(
      attempt,
      unrecorded.map(({ submission }) => submission.key),
    );
    const ids = unrecorded.flatMap(({ submission: { command } }) =>
      command.type === 'post-transfer' ? [command.id] : [],
    );
    const taken = ids.length === 0 ? new Set<string>() : await this.store.findTransfers(ids);
    for (const { submission, problem } of unrecorded) {
      const { command } = submission;
      const exists = command.type === 'post-transfer' && taken.has(command.id);
      const told = exists
        ? new ProblemError('transfer_exists', `Transfer id ${command.id} is taken`)
        : problem;
      this.answer(attempt, submission.key, problemAnswer(told));
    }
  }

  private async answerFromRecord(attempt: Attempt, keys: readonly string[]): Promise<void> {
    const recorded = await this.store.findAnswers(keys);
    for (const submission of submissionsOf(attempt)) {
      const found = recorded.get(submission.key);
      if (found !== undefined) this.answer(attempt, submission.key, replay(submission, found));
    }
  }

  /** Answers one command; who is answered is no longer pending. */
  private answer(attempt: Attempt, key: string, answer: Parameters<Pending['resolve']>[0]): void {
    const pending = attempt.pending.get(key);
    if (pending === undefined) return;
    attempt.pending.delete(key);
    pipelineMetrics.answers.inc({ status: answer.status });
    pending.resolve(answer);
  }

  /** Makes the next try possible, or ends the group. Must not throw. */
  private async overcome(attempt: Attempt, error: unknown): Promise<void> {
    const lasts = performance.now() - attempt.startedAt;
    if (error instanceof AppendConflict) {
      pipelineMetrics.conflicts.inc({ kind: error.kind });
      if (lasts > GIVE_UP_AFTER_MS)
        return this.rejectAll(attempt, new ProblemError('overloaded', 'The accounts are too busy'));
      return this.learn(attempt, error);
    }
    // Whether the append was recorded is unknown now: nothing cached counts, and the keys tell.
    this.cache.evict(submissionsOf(attempt).flatMap(({ command }) => accountsOf(command)));
    if (isAborted(error) || isUnavailable(error)) {
      this.logger.warn(
        { err: error, commands: attempt.pending.size },
        'the event store did not take an append',
      );
      if (lasts > GIVE_UP_AFTER_MS)
        return this.rejectAll(attempt, new ProblemError('unavailable', 'The event store does not answer'));
      await this.backOff(attempt);
      return this.settle(attempt);
    }
    return this.bisect(attempt, error);
  }

  private async learn(attempt: Attempt, { kind, ids }: AppendConflict): Promise<void> {
    switch (kind) {
      case 'keys':
        return this.answerFromRecord(attempt, ids).catch((error: unknown) => this.overcome(attempt, error));
      case 'versions':
        this.cache.evict(ids);
        return this.backOff(attempt);
      case 'transfers':
        for (const id of ids) attempt.takenTransfers.add(id);
        return;
      case 'clock':
        return this.clock.advanceTo(Number(ids[0]));
    }
  }

  /** Answers what was recorded after all; a store that does not even say so is left to the next try. */
  private async settle(attempt: Attempt): Promise<void> {
    await this.answerFromRecord(attempt, [...attempt.pending.keys()]).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the event store does not answer yet');
    });
  }

  /** One bad command never fails its neighbours (invariant 3): halve until it stands alone. */
  private async bisect(attempt: Attempt, error: unknown): Promise<void> {
    const pending = [...attempt.pending.values()];
    if (pending.length > 1) {
      attempt.pending.clear();
      const middle = pending.length >> 1;
      await this.process(pending.slice(0, middle));
      await this.process(pending.slice(middle));
      return;
    }
    this.logger.error({ err: error, key: pending[0]!.submission.key }, 'a command cannot be recorded');
    this.rejectAll(
      attempt,
      new ProblemError('internal_error', 'This command cannot be recorded; nothing has changed'),
    );
  }

  private rejectAll(attempt: Attempt, error: ProblemError): void {
    for (const { reject } of attempt.pending.values()) reject(error);
    attempt.pending.clear();
  }

  private async backOff(attempt: Attempt): Promise<void> {
    await sleep(attempt.backoffMs * (0.5 + Math.random() / 2));
    attempt.backoffMs = Math.min(attempt.backoffMs * 2, MAX_BACKOFF_MS);
  }
}

function submissionsOf({ pending }: Attempt): Submission[] {
  return Array.from(pending.values(), ({ submission }) => submission);
}
