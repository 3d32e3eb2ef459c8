import { Injectable } from '@nestjs/common';
import { ProblemError } from '@trine/contracts';
import { EventStore } from '@trine/event-store';
import { AccountCache } from './account-cache.js';
import type { Attempt } from './attempt.js';
import { CommitSignal } from './commit-signal.js';
import { decideGroup, type GroupDecision, type Unrecorded } from './decide-group.js';
import { LedgerClock } from './ledger-clock.js';
import { pipelineMetrics } from './pipeline-metrics.js';
import { RecordLookup } from './record-lookup.js';
import { problemAnswer } from './replay.js';
import { Setbacks } from './setbacks.js';

/** Brings one group of commands to its answers: decide, append, and again when something came in between. */
@Injectable()
export class GroupProcessor {
  constructor(
    private readonly store: EventStore,
    private readonly cache: AccountCache,
    private readonly clock: LedgerClock,
    private readonly signal: CommitSignal,
    private readonly lookup: RecordLookup,
    private readonly setbacks: Setbacks,
  ) {}

  /** Never rejects: every pending command is answered or rejected by itself. */
  async process(attempt: Attempt): Promise<void> {
    while (attempt.size > 0) {
      try {
        await this.tryOnce(attempt);
      } catch (error) {
        if ((await this.setbacks.overcome(attempt, error)) === 'again') continue;
        // One bad command never fails its neighbours (invariant 3): halve until it stands alone.
        for (const half of attempt.halve()) await this.process(half);
      }
    }
  }

  private async tryOnce(attempt: Attempt): Promise<void> {
    const accounts = await this.cache.load(attempt.accountIds());
    const decided = decideGroup(attempt.submissions(), accounts, this.clock.now(), attempt.takenTransfers);
    const tokens = await this.append(decided);
    decided.recorded.forEach(({ submission, outcome }, index) => {
      const { status, response: body } = decided.append.commands[index]!;
      attempt.answer(submission.key, { status, body, token: tokens[index]!, replayed: false }, outcome);
    });
    if (decided.unrecorded.length > 0) await this.answerUnrecorded(attempt, decided.unrecorded);
  }

  private async append({ append }: GroupDecision): Promise<string[]> {
    if (append.commands.length === 0) return [];
    const started = performance.now();
    const tokens = await this.store.append(append);
    pipelineMetrics.appendDuration.observe((performance.now() - started) / 1_000);
    pipelineMetrics.appendSize.observe(append.commands.length);
    this.signal.committed();
    this.cache.put([...append.opened, ...append.updated.map(({ account }) => account)]);
    return tokens;
  }

  /** A refusal that leaves no record must not hide what the key, or the transfer id, already stands for. */
  private async answerUnrecorded(attempt: Attempt, unrecorded: readonly Unrecorded[]): Promise<void> {
    await this.lookup.answer(
      attempt,
      unrecorded.map(({ submission }) => submission.key),
    );
    const ids = unrecorded.flatMap(({ transferId }) => transferId ?? []);
    const taken = ids.length === 0 ? new Set<string>() : await this.store.findTransfers(ids);
    for (const { submission, transferId, problem } of unrecorded) {
      const told = taken.has(transferId ?? '')
        ? new ProblemError('transfer_exists', `Transfer id ${transferId} is taken`)
        : problem;
      attempt.answer(submission.key, problemAnswer(told), told.code);
    }
  }
}
