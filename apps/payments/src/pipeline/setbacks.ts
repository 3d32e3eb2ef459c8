import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '@trine/contracts';
import { AppendConflict, errorFields, isAborted, isFull, isUnavailable } from '@trine/event-store';
import { LOGGER, type Logger } from '@trine/platform';
import { AccountCache } from './account-cache.js';
import { GIVE_UP_AFTER_MS, type Attempt } from './attempt.js';
import { LedgerClock } from './ledger-clock.js';
import { pipelineMetrics } from './pipeline-metrics.js';
import { RecordLookup } from './record-lookup.js';
import { StoreStanding } from './store-standing.js';

/** What to do with a group whose append failed. */
@Injectable()
export class Setbacks {
  constructor(
    private readonly cache: AccountCache,
    private readonly clock: LedgerClock,
    private readonly lookup: RecordLookup,
    private readonly standing: StoreStanding,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Makes the next try possible, or ends the attempt; 'halve' when one of its commands cannot be recorded. */
  async overcome(attempt: Attempt, error: unknown): Promise<'again' | 'halve'> {
    if (error instanceof AppendConflict) {
      await this.learn(attempt, error);
      return 'again';
    }
    // Whether the append was recorded may be unknown now: nothing cached counts, and the keys tell.
    this.cache.evict(attempt.accountIds());
    if (isFull(error)) {
      await this.refuseFull(attempt, error);
      return 'again';
    }
    if (isAborted(error) || isUnavailable(error)) {
      await this.settle(attempt, error);
      return 'again';
    }
    if (attempt.size > 1) return 'halve';
    const [submission] = attempt.submissions();
    const { key, correlationId } = submission ?? {};
    this.logger.error({ err: errorFields(error), key, correlationId }, 'a command cannot be recorded');
    attempt.rejectAll(
      new ProblemError('internal_error', 'This command cannot be recorded; nothing has changed'),
    );
    return 'again';
  }

  /** Somebody else was first: what stood in the way says what to see with new eyes. */
  private async learn(attempt: Attempt, { kind, ids }: AppendConflict): Promise<void> {
    pipelineMetrics.conflicts.inc({ kind });
    if (attempt.lastsMs > GIVE_UP_AFTER_MS) {
      return attempt.rejectAll(
        kind === 'order'
          ? new ProblemError('unavailable', 'The event store does not answer in time; send it again')
          : new ProblemError('overloaded', 'Others keep changing the same accounts'),
      );
    }
    switch (kind) {
      case 'keys':
        return ids.length === 0 ? attempt.backoff.wait() : this.answerRecorded(attempt, ids);
      case 'versions':
        attempt.conflicts++;
        this.cache.evict(ids);
        return attempt.backoff.wait();
      case 'transfers':
        for (const id of ids) attempt.takenTransfers.add(id);
        return;
      case 'holds':
        for (const id of ids) attempt.takenHolds.add(id);
        return;
      case 'used':
        attempt.conflicts++;
        return attempt.backoff.wait();
      case 'order':
        // The group before has been answered since; this one had only been decided too early.
        return;
      case 'clock':
        attempt.conflicts++;
        return this.clock.advanceTo(Number(ids[0]));
    }
  }

  /** Nothing more can be recorded for now, but what was is answered. */
  private async refuseFull(attempt: Attempt, error: unknown): Promise<void> {
    this.standing.failed('it has no room left');
    this.logger.error(
      { err: errorFields(error), commands: attempt.size },
      'the event store has no room left',
    );
    await this.answerAll(attempt);
    attempt.rejectAll(
      new ProblemError('unavailable', 'The event store has no room left; nothing has changed'),
    );
  }

  /** The store went away, perhaps after it had recorded everything: it is asked before anything is decided again. */
  private async settle(attempt: Attempt, error: unknown): Promise<void> {
    this.standing.failed('it did not take the last append');
    this.logger.warn(
      { err: errorFields(error), commands: attempt.size },
      'the event store did not take an append',
    );
    if (attempt.lastsMs > GIVE_UP_AFTER_MS) {
      return attempt.rejectAll(
        new ProblemError('unavailable', 'The event store does not answer; the same key settles it later'),
      );
    }
    await attempt.backoff.wait();
    await this.answerAll(attempt);
  }

  private async answerAll(attempt: Attempt): Promise<void> {
    await this.answerRecorded(
      attempt,
      attempt.submissions().map(({ key }) => key),
    );
  }

  /** A store that does not even answer this is left to the next try, which cannot do harm: keys are unique in it. */
  private async answerRecorded(attempt: Attempt, keys: readonly string[]): Promise<void> {
    await this.lookup.answer(attempt, keys).catch((error: unknown) => {
      this.logger.warn({ err: errorFields(error) }, 'the event store does not answer yet');
    });
  }
}
