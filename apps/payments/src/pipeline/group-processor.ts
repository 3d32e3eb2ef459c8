import { Injectable } from '@nestjs/common';
import { ProblemError } from '@trine/contracts';
import { takenHoldOf, takenTransferOf } from '@trine/domain';
import { EventStore } from '@trine/event-store';
import type { Attempt } from './attempt.js';
import type { Unrecorded } from './decide-group.js';
import { GroupRecorder, type LookAhead } from './group-recorder.js';
import { RecordLookup } from './record-lookup.js';
import { problemAnswer } from './replay.js';
import { Setbacks } from './setbacks.js';

const noneAhead: LookAhead = () => undefined;

/** Brings one group of commands to its answers: decide, append, and again when something came in between. */
@Injectable()
export class GroupProcessor {
  constructor(
    private readonly store: EventStore,
    private readonly recorder: GroupRecorder,
    private readonly lookup: RecordLookup,
    private readonly setbacks: Setbacks,
  ) {}

  /**
   * Never rejects: every pending command is answered or rejected by itself. `lookAhead` hears of each append in flight.
   */
  async process(attempt: Attempt, lookAhead: LookAhead = noneAhead): Promise<void> {
    while (attempt.size > 0) {
      try {
        await this.tryOnce(attempt, lookAhead);
      } catch (error) {
        if ((await this.setbacks.overcome(attempt, error)) === 'again') continue;
        // One bad command never fails its neighbours (invariant 3): halve until it stands alone.
        for (const half of attempt.halve()) await this.process(half);
      }
    }
  }

  private async tryOnce(attempt: Attempt, lookAhead: LookAhead): Promise<void> {
    const { decision, tokens } = await this.recorder.record(attempt, lookAhead);
    decision.recorded.forEach(({ submission, outcome }, index) => {
      const { status, response: body } = decision.append.commands[index]!;
      attempt.answer(submission.key, { status, body, token: tokens[index]!, replayed: false }, outcome);
    });
    if (decision.unrecorded.length > 0) await this.answerUnrecorded(attempt, decision.unrecorded);
    if (decision.refusedTogether.length > 0) await this.refuseTogether(attempt, decision.refusedTogether);
  }

  /** A refusal that leaves no record must not hide what the key, or the id, already stands for. */
  private async answerUnrecorded(attempt: Attempt, unrecorded: readonly Unrecorded[]): Promise<void> {
    await this.lookup.answer(
      attempt,
      unrecorded.map(({ submission }) => submission.key),
    );
    const commands = unrecorded.map(({ submission }) => submission.command);
    const [transfers, holds] = await Promise.all([
      this.taken(commands.map(takenTransferOf), (ids) => this.store.loadTransfers(ids)),
      this.taken(commands.map(takenHoldOf), (ids) => this.store.loadHolds(ids)),
    ]);
    for (const { submission, problem } of unrecorded) {
      const transferId = takenTransferOf(submission.command) ?? '';
      const holdId = takenHoldOf(submission.command) ?? '';
      let told = problem;
      if (transfers.has(transferId)) {
        told = new ProblemError('transfer_exists', `Transfer id ${transferId} is taken`);
      } else if (holds.has(holdId)) told = new ProblemError('hold_exists', `Hold id ${holdId} is taken`);
      attempt.answer(submission.key, problemAnswer(told), told.code);
    }
  }

  private async taken<T>(
    ids: readonly (string | undefined)[],
    load: (ids: string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<ReadonlyMap<string, T>> {
    const wanted = ids.filter((id) => id !== undefined);
    return wanted.length === 0 ? new Map() : load(wanted);
  }

  /** By this caller's first try some may be recorded: then those stand, and the rest is decided anew. */
  private async refuseTogether(attempt: Attempt, refused: readonly Unrecorded[]): Promise<void> {
    const sizes = () =>
      new Map(attempt.units().map(({ submissions }) => [submissions[0]!, submissions.length]));
    const before = sizes();
    await this.lookup.answer(
      attempt,
      attempt.submissions().map(({ key }) => key),
    );
    const after = sizes();
    for (const { submission, problem } of refused) {
      if (after.get(submission) === before.get(submission)) attempt.refuse(submission, problem);
    }
  }
}
